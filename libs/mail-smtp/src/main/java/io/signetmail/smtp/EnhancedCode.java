package io.signetmail.smtp;

import java.util.Optional;

/// Enhanced status code, `class.subject.detail` of RFC 3463 §2.
public record EnhancedCode(int category, int subject, int detail) {

  /// Checks the ranges of RFC 3463 §2.
  public EnhancedCode {
    if (category != 2 && category != 4 && category != 5) {
      throw new IllegalArgumentException("class of an enhanced code is 2, 4 or 5: " + category);
    }
    if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
      throw new IllegalArgumentException("enhanced code out of range: " + subject + "." + detail);
    }
  }

  /// Reads a code from our own source text.
  public static EnhancedCode of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an enhanced code: " + text));
  }

  /// Reads a code a peer sent.
  public static Optional<EnhancedCode> parse(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    int category = number(parts[0]);
    int subject = number(parts[1]);
    int detail = number(parts[2]);
    boolean known = category == 2 || category == 4 || category == 5;
    return known && subject >= 0 && detail >= 0
        ? Optional.of(new EnhancedCode(category, subject, detail))
        : Optional.empty();
  }

  /// The number in 1 to 3 digits, or -1.
  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > 3) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  @Override
  public String toString() {
    return category + "." + subject + "." + detail;
  }
}
