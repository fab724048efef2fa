package io.signetmail.auth.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Public keys as `p=` holds them: SubjectPublicKeyInfo or a bare RSAPublicKey for RSA (RFC 6376
/// §3.6.1 and its erratum 3017), 32 bytes for Ed25519 (RFC 8463 §4.2).
final class PublicKeys {
  /// DER of a SubjectPublicKeyInfo up to the 32 bytes of an Ed25519 key (RFC 8410 §4).
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  /// DER of the AlgorithmIdentifier rsaEncryption with NULL parameters (RFC 3279 §2.3.1).
  private static final byte[] RSA_ALGORITHM =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private static final int ED25519_BYTES = 32;

  private PublicKeys() {}

  static Optional<PublicKey> rsa(byte[] der) {
    var key = decode("RSA", der);
    return key.isPresent() ? key : decode("RSA", wrapRsa(der));
  }

  static Optional<PublicKey> ed25519(byte[] raw) {
    if (raw.length != ED25519_BYTES) {
      return Optional.empty();
    }
    var der = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + ED25519_BYTES);
    System.arraycopy(raw, 0, der, ED25519_PREFIX.length, ED25519_BYTES);
    return decode("Ed25519", der);
  }

  private static Optional<PublicKey> decode(String type, byte[] der) {
    try {
      return Optional.of(KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException | RuntimeException _) {
      // A provider may throw anything for a hostile encoding; whatever it is, there is no key.
      return Optional.empty();
    }
  }

  private static byte[] wrapRsa(byte[] rsaPublicKey) {
    var bits = new byte[rsaPublicKey.length + 1]; // first byte: no unused bits
    System.arraycopy(rsaPublicKey, 0, bits, 1, rsaPublicKey.length);
    return der(0x30, concat(RSA_ALGORITHM, der(0x03, bits)));
  }

  private static byte[] der(int tag, byte[] content) {
    var length = content.length;
    var head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return concat(head, content);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /// The bytes of `p=`.
  static byte[] encode(PublicKey key) {
    var der = key.getEncoded();
    return switch (key) {
      case RSAPublicKey _ -> der;
      case EdECPublicKey _ when der.length == ED25519_PREFIX.length + ED25519_BYTES ->
          Arrays.copyOfRange(der, ED25519_PREFIX.length, der.length);
      default -> throw new IllegalArgumentException("neither RSA nor Ed25519");
    };
  }
}
