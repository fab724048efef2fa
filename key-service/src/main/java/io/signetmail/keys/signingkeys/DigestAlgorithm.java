package io.signetmail.keys.signingkeys;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;

import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// Turns the SHA-256 digest of a canonicalized header into a DKIM signature.
public enum DigestAlgorithm {
  /// RSASSA-PKCS1-v1_5 over the DigestInfo of the digest (RFC 6376 §3.3.2, RFC 8017 §9.2).
  RSA_SHA256("rsa-sha256", KeyAlgorithm.Family.RSA, "NONEwithRSA"),
  /// PureEdDSA over the 32 bytes of the digest (RFC 8463 §3).
  ED25519_SHA256("ed25519-sha256", KeyAlgorithm.Family.ED25519, "Ed25519");

  /// RFC 8017 §9.2, note 1: the DER of DigestInfo for SHA-256 in front of the digest.
  private static final byte[] SHA256_INFO =
      HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  private final String tag;
  private final KeyAlgorithm.Family family;
  private final String jcaName;

  DigestAlgorithm(String tag, KeyAlgorithm.Family family, String jcaName) {
    this.tag = tag;
    this.family = family;
    this.jcaName = jcaName;
  }

  /// The value of `a=` (RFC 6376 §3.5).
  public String tag() {
    return tag;
  }

  KeyAlgorithm.Family family() {
    return family;
  }

  public static DigestAlgorithm of(KeyAlgorithm.Family family) {
    return switch (family) {
      case RSA -> RSA_SHA256;
      case ED25519 -> ED25519_SHA256;
    };
  }

  public static DigestAlgorithm fromInput(String field, String text) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.tag.equals(text))
        .findFirst()
        .orElseThrow(() ->
            Refusal.of(
                INVALID_REQUEST,
                field,
                Quoted.of(text)
                    + " is not an algorithm, choose one of "
                    + Arrays.stream(values())
                        .map(DigestAlgorithm::tag)
                        .collect(Collectors.joining(", "))));
  }

  byte[] sign(PrivateKey key, byte[] digest) {
    try {
      var signature = Signature.getInstance(jcaName);
      signature.initSign(key);
      switch (this) {
        case RSA_SHA256 -> signature.update(SHA256_INFO);
        case ED25519_SHA256 -> {}
      }
      signature.update(digest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign a digest with " + tag, e);
    }
  }
}
