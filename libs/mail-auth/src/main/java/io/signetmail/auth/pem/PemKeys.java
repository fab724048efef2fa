package io.signetmail.auth.pem;

import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dns.DomainName;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/// Reads unencrypted private keys (RFC 7468 §10): PKCS#8 (`BEGIN PRIVATE KEY`) and PKCS#1 (`BEGIN
/// RSA PRIVATE KEY`), RSA and Ed25519. The key itself is made by the first JCA provider that can.
///
/// No message and no exception of this class holds a piece of a key.
public final class PemKeys {
  /// A PEM of RSA-16384 is 13 KB.
  private static final int MAX_PEM_CHARACTERS = 64 * 1024;

  private static final String ED25519 = "Ed25519";

  private PemKeys() {}

  /// The key in `pem`; empty when there is none we can use.
  public static Optional<PrivateKey> privateKey(String pem) {
    if (pem.length() > MAX_PEM_CHARACTERS) {
      return Optional.empty();
    }
    try (var parser = new PEMParser(new StringReader(pem))) {
      return switch (parser.readObject()) {
        case PEMKeyPair pair -> decode(pair.getPrivateKeyInfo());
        case PrivateKeyInfo info -> decode(info);
        case null, default -> Optional.empty();
      };
    } catch (PEMException _) {
      return Optional.empty(); // the message may quote the input, so it goes no further
    } catch (IOException | GeneralSecurityException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<PrivateKey> decode(PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    var oid = info.getPrivateKeyAlgorithm().getAlgorithm();
    if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return Optional.of(
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())));
    }
    if (oid.equals(EdECObjectIdentifiers.id_Ed25519)) {
      var seed = new Ed25519PrivateKeyParameters(octets(info), 0).getEncoded();
      return Optional.of(
          KeyFactory.getInstance(ED25519)
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
    }
    return Optional.empty();
  }

  private static byte[] octets(PrivateKeyInfo info) throws IOException {
    return ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
  }

  /// The signing key in `pem`, to be used under that name; empty when there is none we can use.
  public static Optional<SigningKey> signingKey(DomainName domain, Selector selector, String pem) {
    return privateKey(pem).map(key -> SigningKey.of(domain, selector, key));
  }

  /// The public half of a private key: what its TXT record publishes.
  public static PublicKey publicKey(PrivateKey key) {
    try {
      if (key instanceof RSAPrivateCrtKey rsa) {
        var spec = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
        return KeyFactory.getInstance("RSA").generatePublic(spec);
      }
      var info = PrivateKeyInfo.getInstance(key.getEncoded());
      var point = new Ed25519PrivateKeyParameters(octets(info), 0).generatePublicKey();
      var spec =
          new X509EncodedKeySpec(
              SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(point).getEncoded());
      return KeyFactory.getInstance(ED25519).generatePublic(spec);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("neither an RSA nor an Ed25519 private key", e);
    }
  }
}
