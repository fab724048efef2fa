package io.signetmail.keys.signingkeys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.signetmail.keys.limits.Turns;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/// Both halves of a key in the clear, for as short as possible. Prints nothing of itself.
public final class KeyMaterial {
  private static final int ED25519_PUBLIC_BYTES = 32;

  /// Of the whole process, whose processors they are; half of them, one at least.
  private static final Turns RSA_TURNS =
      new Turns(
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2), Duration.ofSeconds(20));

  private final KeyAlgorithm algorithm;
  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  KeyMaterial(KeyAlgorithm algorithm, PrivateKey privateKey, PublicKey publicKey) {
    this.algorithm = algorithm;
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /// Makes a new pair. An RSA pair takes a good part of a second, a large one several; no more are
  /// made at once than half of the processors take, so that lookups and logins keep getting theirs.
  static KeyMaterial generate(KeyAlgorithm algorithm) {
    return switch (algorithm.family()) {
      case RSA -> RSA_TURNS.take(() -> make(algorithm));
      case ED25519 -> make(algorithm);
    };
  }

  private static KeyMaterial make(KeyAlgorithm algorithm) {
    try {
      var generator = KeyPairGenerator.getInstance(jcaName(algorithm));
      switch (algorithm.family()) {
        case RSA ->
            generator.initialize(
                new RSAKeyGenParameterSpec(algorithm.bits(), RSAKeyGenParameterSpec.F4));
        case ED25519 -> {}
      }
      var pair = generator.generateKeyPair();
      return new KeyMaterial(algorithm, pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make " + algorithm + " keys", e);
    }
  }

  KeyAlgorithm algorithm() {
    return algorithm;
  }

  /// The private half as DER (RFC 5958, the form called PKCS#8).
  byte[] pkcs8() {
    return privateKey.getEncoded();
  }

  /// The `p=` tag: SubjectPublicKeyInfo for RSA (RFC 6376 §3.6.1 with erratum 3017), the bare 32
  /// bytes for Ed25519 (RFC 8463 §4.2).
  String publicValue() {
    var encoded = publicKey.getEncoded();
    var bytes =
        switch (algorithm.family()) {
          case RSA -> encoded;
          case ED25519 ->
              Arrays.copyOfRange(encoded, encoded.length - ED25519_PUBLIC_BYTES, encoded.length);
        };
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// True when what the private half signs, the public half verifies.
  boolean isPair() {
    var probe = "signet key probe".getBytes(US_ASCII);
    try {
      var signer = Signature.getInstance(signatureName());
      signer.initSign(privateKey);
      signer.update(probe);
      var signature = signer.sign();
      var verifier = Signature.getInstance(signatureName());
      verifier.initVerify(publicKey);
      verifier.update(probe);
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /// Reads DER this service wrote.
  static PrivateKey privateKey(KeyAlgorithm algorithm, byte[] pkcs8) {
    try {
      return KeyFactory.getInstance(jcaName(algorithm))
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException _) {
      throw new IllegalStateException("a stored " + algorithm + " key cannot be read");
    }
  }

  @Override
  public String toString() {
    return "KeyMaterial[" + algorithm + "]";
  }

  static String jcaName(KeyAlgorithm algorithm) {
    return switch (algorithm.family()) {
      case RSA -> "RSA";
      case ED25519 -> "Ed25519";
    };
  }

  private String signatureName() {
    return switch (publicKey) {
      case RSAKey _ -> "SHA256withRSA";
      case EdECPublicKey _ -> "Ed25519";
      default -> throw new IllegalStateException("no signature for " + publicKey.getAlgorithm());
    };
  }
}
