package io.signetmail.auth.dkim;

import java.util.Optional;

/// The signature algorithms of `a=`: RFC 6376 §3.3.2 and RFC 8463 §3. `rsa-sha1` is gone (RFC 8301
/// §3.1).
public enum Algorithm {
  RSA_SHA256("rsa-sha256", "rsa", "SHA256withRSA"),
  ED25519_SHA256("ed25519-sha256", "ed25519", "Ed25519");

  private final String tag;
  private final String keyType;
  private final String jcaName;

  Algorithm(String tag, String keyType, String jcaName) {
    this.tag = tag;
    this.keyType = keyType;
    this.jcaName = jcaName;
  }

  /// The value of `a=`.
  public String tag() {
    return tag;
  }

  /// The value of `k=` in a key record that serves this algorithm.
  public String keyType() {
    return keyType;
  }

  String jcaName() {
    return jcaName;
  }

  public static Optional<Algorithm> parse(String tag) {
    for (var algorithm : values()) {
      if (algorithm.tag.equalsIgnoreCase(tag)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
