package io.signetmail.auth.spf;

import io.signetmail.auth.dns.Ascii;

/// The prefix lengths at the end of an `a` or `mx` (RFC 7208 §5.3): `/24`, `//64`, `/24//64`.
record DualCidr(String before, int ip4, int ip6) {
  private static final int IP4_BITS = 32;
  private static final int IP6_BITS = 128;

  /// Splits them off; `before` is what stands in front of them. A slash that is no part of one
  /// belongs to the domain-spec.
  static DualCidr parse(String text, String term) throws SpfSyntaxException {
    int digits = trailingDigits(text);
    if (digits < text.length() && digits > 1 && text.startsWith("//", digits - 2)) {
      int ip6 = prefixLength(text.substring(digits), IP6_BITS, term);
      var rest = text.substring(0, digits - 2);
      int ip4Digits = trailingDigits(rest);
      if (ip4Digits < rest.length() && ip4Digits > 0 && rest.charAt(ip4Digits - 1) == '/') {
        int ip4 = prefixLength(rest.substring(ip4Digits), IP4_BITS, term);
        return new DualCidr(rest.substring(0, ip4Digits - 1), ip4, ip6);
      }
      return new DualCidr(rest, IP4_BITS, ip6);
    }
    if (digits < text.length() && digits > 0 && text.charAt(digits - 1) == '/') {
      int ip4 = prefixLength(text.substring(digits), IP4_BITS, term);
      return new DualCidr(text.substring(0, digits - 1), ip4, IP6_BITS);
    }
    return new DualCidr(text, IP4_BITS, IP6_BITS);
  }

  /// Where the digits at the end begin.
  private static int trailingDigits(String text) {
    int at = text.length();
    while (at > 0 && Ascii.isDigit(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /// RFC 7208 §12: no leading zero, within the size of the address.
  static int prefixLength(String digits, int max, String term) throws SpfSyntaxException {
    boolean leadingZero = digits.length() > 1 && digits.charAt(0) == '0';
    if (digits.isEmpty() || digits.length() > 3 || leadingZero) {
      throw new SpfSyntaxException("bad prefix length", term);
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (!Ascii.isDigit(digits.charAt(i))) {
        throw new SpfSyntaxException("bad prefix length", term);
      }
      value = value * 10 + digit;
    }
    if (value > max) {
      throw new SpfSyntaxException("prefix length above " + max, term);
    }
    return value;
  }
}
