package io.signetmail.auth.dkim;

import java.security.InvalidKeyException;
import java.security.PrivateKey;

/// A private key that is kept elsewhere: it signs a digest and never shows itself.
///
/// Throws {@link RemoteKeyUnavailable} while the keeper cannot be reached.
public interface RemoteKey extends PrivateKey {
  Algorithm signatureAlgorithm();

  /// Signs the SHA-256 of the canonicalized header (RFC 6376 §3.7): RSASSA-PKCS1-v1_5 over its
  /// DigestInfo, or Ed25519 over the 32 bytes themselves (RFC 8463 §3).
  ///
  /// @throws InvalidKeyException when the keeper refuses to sign with this key
  byte[] sign(byte[] sha256) throws InvalidKeyException;

  @Override
  default String getAlgorithm() {
    return signatureAlgorithm().keyType();
  }

  @Override
  default String getFormat() {
    return "none";
  }

  /// There is nothing to encode here.
  @Override
  default byte[] getEncoded() {
    return new byte[0];
  }
}
