package io.signetmail.auth.dns;

/// Case of ASCII letters only: DNS compares no others (RFC 4343 §2), and no locale has a say.
public final class AsciiCase {
  private AsciiCase() {}

  /// Lower-cases A-Z; returns the same string when there is nothing to do.
  public static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return lowerFrom(text, i);
      }
    }
    return text;
  }

  private static String lowerFrom(String text, int start) {
    var chars = text.toCharArray();
    for (int i = start; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] = (char) (chars[i] + ('a' - 'A'));
      }
    }
    return new String(chars);
  }
}
