package io.signetmail.auth.dkim;

import io.signetmail.auth.dns.DomainName;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Objects;

/// A private key and the name its public half is published under. Printing it shows no secret.
public record SigningKey(
    DomainName domain, Selector selector, PrivateKey key, Algorithm algorithm) {

  public SigningKey {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(selector);
    Objects.requireNonNull(key);
    Objects.requireNonNull(algorithm);
    if (algorithmOf(key) != algorithm) {
      throw new IllegalArgumentException("the key does not fit " + algorithm.tag());
    }
  }

  /// A key whose algorithm follows from its type.
  public static SigningKey of(DomainName domain, Selector selector, PrivateKey key) {
    return new SigningKey(domain, selector, key, algorithmOf(key));
  }

  private static Algorithm algorithmOf(PrivateKey key) {
    return switch (key) {
      case RemoteKey remote -> remote.signatureAlgorithm();
      case RSAPrivateKey _ -> Algorithm.RSA_SHA256;
      default -> Algorithm.ED25519_SHA256;
    };
  }

  /// Bits of the RSA modulus; 256 for Ed25519.
  int bits() {
    return key instanceof RSAPrivateKey rsa ? rsa.getModulus().bitLength() : 256;
  }

  @Override
  public String toString() {
    return "SigningKey[" + selector + "._domainkey." + domain + ", " + algorithm.tag() + "]";
  }
}
