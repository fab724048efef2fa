package io.signetmail.auth.arc;

import java.util.OptionalInt;

/// The instance number in front of ARC-Authentication-Results (RFC 8617 §4.1.1, §4.2.1).
final class ResultsInstance {
  private ResultsInstance() {}

  /// Reads `i=<n>;` at the start of the value; white space may stand anywhere in it.
  static OptionalInt of(String value) {
    var semicolon = value.indexOf(';');
    var equals = value.indexOf('=');
    if (equals < 0
        || semicolon < equals
        || !value.substring(0, equals).strip().equalsIgnoreCase("i")) {
      return OptionalInt.empty();
    }
    return number(value.substring(equals + 1, semicolon).strip());
  }

  /// What follows `i=<n>;`: an Authentication-Results payload.
  static String payload(String value) {
    return value.substring(value.indexOf(';') + 1);
  }

  /// RFC 8617 §4.2.1: one or two digits, 1 to 50.
  static OptionalInt number(String text) {
    if (text.isEmpty() || text.length() > 2) {
      return OptionalInt.empty();
    }
    var number = 0;
    for (var i = 0; i < text.length(); i++) {
      var digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return OptionalInt.empty();
      }
      number = number * 10 + digit;
    }
    return number >= 1 && number <= ArcChain.MAX_INSTANCE
        ? OptionalInt.of(number)
        : OptionalInt.empty();
  }
}
