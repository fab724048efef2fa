package io.signetmail.smtp;

import org.jspecify.annotations.Nullable;

/// Address literals of RFC 5321 §4.1.3: `[192.0.2.1]` and `[IPv6:2001:db8::1]`.
///
/// General-address-literal is refused: no tag but `IPv6` was ever registered.
final class AddressLiteral {
  private AddressLiteral() {}

  /// The literal that starts at `from`, brackets included, or null.
  static @Nullable String scan(String text, int from) {
    int end = text.indexOf(']', from);
    if (end < 0 || end - from > 60 || text.charAt(from) != '[') {
      return null;
    }
    String content = text.substring(from + 1, end);
    boolean valid =
        content.regionMatches(true, 0, "IPv6:", 0, 5)
            ? isIpv6(content.substring(5))
            : isIpv4(content);
    return valid ? text.substring(from, end + 1) : null;
  }

  static boolean isIpv4(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (var part : parts) {
      boolean digits =
          !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(AddressLiteral::isDigit);
      if (!digits || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == 8;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
    String rest = text.substring(gap + 2);
    int after = rest.isEmpty() ? 0 : groups(rest, true);
    // RFC 5321 §4.1.3: "::" stands for at least two groups.
    return before >= 0 && after >= 0 && before + after <= 6;
  }

  /// Number of 16-bit groups, a trailing IPv4 address counting as two; -1 when it is not a list of
  /// groups.
  private static int groups(String text, boolean mayEndInIpv4) {
    var parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (mayEndInIpv4 && i == parts.length - 1 && isIpv4(parts[i])) {
        count += 2;
      } else if (!parts[i].isEmpty() && parts[i].length() <= 4 && isHex(parts[i])) {
        count++;
      } else {
        return -1;
      }
    }
    return count;
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
