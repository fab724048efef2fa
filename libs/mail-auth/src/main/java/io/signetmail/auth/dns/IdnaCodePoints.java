package io.signetmail.auth.dns;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;

/// Which code points a U-label may hold: the derived property of RFC 5892 §3, with the Unicode
/// version of the JDK.
final class IdnaCodePoints {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  /// Viramas of the scripts in use as domain names, for the rules of RFC 5892 appendix A.1 and A.2;
  /// the JDK does not tell the combining class.
  private static final String VIRAMAS =
      "\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u0E3A\u0F84\u1039\u17D2";

  private IdnaCodePoints() {}

  /// True for a label in NFC that may be looked up (RFC 5891 §5.4). Bidi (RFC 5893) is not checked.
  static boolean allowed(String label) {
    int first = label.codePointAt(0);
    if (isMark(first) || (label.length() > 3 && label.startsWith("--", 2))) {
      return false;
    }
    for (int i = 0; i < label.length(); ) {
      int c = label.codePointAt(i);
      boolean joiner = c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
      if (joiner ? !joinerAllowed(label, i) : !allowed(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  private static boolean allowed(int c) {
    return switch (c) {
      // RFC 5892 §2.6, Exceptions: valid, then those whose context need not be checked on lookup.
      case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007 -> true;
      case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB -> true;
      case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B -> false;
      case '-', '_' -> true; // LDH, and the labels of RFC 8552
      default -> c < 0x80 ? Ascii.isLetterOrDigit((char) c) : isStableLetterOrDigit(c);
    };
  }

  private static boolean isStableLetterOrDigit(int c) {
    boolean letterOrDigit =
        switch (Character.getType(c)) {
          case Character.LOWERCASE_LETTER,
              Character.UPPERCASE_LETTER,
              Character.OTHER_LETTER,
              Character.DECIMAL_DIGIT_NUMBER,
              Character.MODIFIER_LETTER,
              Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK ->
              true;
          default -> false;
        };
    return letterOrDigit && !isOldHangulJamo(c) && !isIgnorable(c) && isStable(c);
  }

  /// RFC 5892 §2.2, with lower-casing for case folding.
  private static boolean isStable(int c) {
    var text = Character.toString(c);
    var folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC).equals(text);
  }

  /// RFC 5892 §2.9.
  private static boolean isOldHangulJamo(int c) {
    return in(c, 0x1100, 0x11FF)
        || in(c, 0xA960, 0xA97C)
        || in(c, 0xD7B0, 0xD7C6)
        || in(c, 0xD7CB, 0xD7FB);
  }

  /// RFC 5892 §2.3 and §2.4: letters and marks nobody sees, and blocks of musical and other
  /// symbols.
  private static boolean isIgnorable(int c) {
    return c == 0x34F
        || c == 0x3164
        || c == 0xFFA0
        || in(c, 0x17B4, 0x17B5)
        || in(c, 0x180B, 0x180F)
        || in(c, 0xFE00, 0xFE0F)
        || in(c, 0xE0100, 0xE01EF)
        || in(c, 0x20D0, 0x20FF)
        || in(c, 0x1D100, 0x1D24F);
  }

  /// RFC 5892 appendix A.1 and A.2: after a virama; the non-joiner also between Arabic letters,
  /// which stands for the joining types the JDK does not tell.
  private static boolean joinerAllowed(String label, int at) {
    if (at == 0) {
      return false;
    }
    int before = label.codePointBefore(at);
    if (VIRAMAS.indexOf(before) >= 0) {
      return true;
    }
    return label.charAt(at) == ZERO_WIDTH_NON_JOINER
        && at + 1 < label.length()
        && isArabicLetter(before)
        && isArabicLetter(label.codePointAt(at + 1));
  }

  private static boolean isArabicLetter(int c) {
    return UnicodeScript.of(c) == UnicodeScript.ARABIC && Character.isLetter(c);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static boolean in(int c, int from, int to) {
    return c >= from && c <= to;
  }
}
