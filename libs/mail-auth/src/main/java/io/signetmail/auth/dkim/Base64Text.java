package io.signetmail.auth.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// base64 without white space (RFC 6376 §2.10), padding optional: senders forget it, and nothing
/// can be read two ways without it.
final class Base64Text {
  private Base64Text() {}

  static Optional<byte[]> decode(String compact) {
    try {
      return Optional.of(Base64.getDecoder().decode(compact.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
