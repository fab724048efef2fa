package io.signetmail.keys.problems;

/// A stranger's text made fit for a message: bounded, and nothing in it can break a line.
public final class Quoted {
  private static final int MAX_CHARS = 64;

  private Quoted() {}

  public static String of(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < Math.min(text.length(), MAX_CHARS); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isISOControl(c)
          || Character.isSurrogate(c)
          || c == 0x2028
          || c == 0x2029) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return text.length() > MAX_CHARS
        ? out + "…\" (" + text.length() + " characters)"
        : out.append('"').toString();
  }
}
