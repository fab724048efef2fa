package io.signetmail.keys.signingkeys;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;

import io.signetmail.keys.problems.Refusal;
import java.util.Base64;

/// The SHA-256 digest of a canonicalized header (RFC 6376 §3.7, `data-hash`).
public final class HeaderDigest {
  private static final int BYTES = 32;

  private final byte[] sha256;

  private HeaderDigest(byte[] sha256) {
    this.sha256 = sha256;
  }

  /// Reads the base64 a caller wrote in the named field.
  public static HeaderDigest fromInput(String field, String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw Refusal.of(INVALID_REQUEST, field, "the digest is not base64");
    }
    if (bytes.length != BYTES) {
      throw Refusal.of(
          INVALID_REQUEST, field, "a SHA-256 digest has 32 bytes, this one " + bytes.length);
    }
    return new HeaderDigest(bytes);
  }

  byte[] bytes() {
    return sha256.clone();
  }
}
