package io.signetmail.cli.text;

/// Makes strangers' text safe for a terminal: one line, no control characters, not too long.
public final class Plain {
  private static final int MAX_CHARACTERS = 1_000;

  private Plain() {}

  public static String line(String text) {
    return line(text, MAX_CHARACTERS);
  }

  /// At most `max` characters, an ellipsis where more were.
  public static String line(String text, int max) {
    var cut = text.length() > max ? text.substring(0, max - 1) + "…" : text;
    var plain = new StringBuilder(cut.length());
    for (var i = 0; i < cut.length(); i++) {
      var c = cut.charAt(i);
      switch (c) {
        case '\r' -> plain.append("\\r");
        case '\n' -> plain.append("\\n");
        case '\t' -> plain.append("\\t");
        default -> plain.append(isHarmless(c) ? c : '?');
      }
    }
    return plain.toString();
  }

  /// Control characters move the cursor, format characters turn the direction of text.
  private static boolean isHarmless(char c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
  }
}
