package io.signetmail.auth.dns;

import java.net.IDN;
import java.util.Optional;

/// Turns U-labels into A-labels.
final class InternationalLabels {
  /// No U-label form of a name that fits in 253 octets is longer than this.
  private static final int MAX_CHARACTERS = 1024;

  private InternationalLabels() {}

  static Optional<String> toAscii(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    try {
      return Optional.of(IDN.toASCII(text, IDN.ALLOW_UNASSIGNED));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
