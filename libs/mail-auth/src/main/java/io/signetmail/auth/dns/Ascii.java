package io.signetmail.auth.dns;

/// ASCII characters, and only those: DNS and the mail grammars know no other letters (RFC 4343 §2,
/// RFC 5234 appendix B.1), and no locale has a say.
public final class Ascii {
  private static final int CASE = 'a' - 'A';

  private Ascii() {}

  public static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  public static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  public static boolean isLetterOrDigit(char c) {
    return isLetter(c) || isDigit(c);
  }

  /// True when every character is ASCII.
  public static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  public static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + CASE) : c;
  }

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
      chars[i] = lower(chars[i]);
    }
    return new String(chars);
  }
}
