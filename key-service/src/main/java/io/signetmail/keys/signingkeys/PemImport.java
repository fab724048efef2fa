package io.signetmail.keys.signingkeys;

import static io.signetmail.keys.problems.ProblemType.INVALID_KEY;

import io.signetmail.keys.problems.Refusal;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/// Reads the private key a caller brings: PKCS#1 or PKCS#8, plain or with a passphrase.
///
/// Nothing of the text is ever repeated in a message. Sizes are checked before any arithmetic, so a
/// monstrous key costs nothing.
final class PemImport {
  private static final String FIELD = "privateKey";

  /// RFC 8301 §3.2: signers SHOULD use at least 2048 bits. Verifiers need not take more than 4096.
  private static final int MIN_RSA_BITS = 2048;

  private static final int MAX_RSA_BITS = 4096;

  /// About a second of work.
  private static final BigInteger MAX_ITERATIONS = BigInteger.valueOf(2_000_000);

  private PemImport() {}

  static KeyMaterial read(String pem, Optional<String> passphrase) {
    var info = privateKeyInfo(pem, passphrase);
    var algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    var material = material(info, algorithm);
    if (!material.isPair()) {
      throw refused("its numbers do not belong together, what it signs does not verify");
    }
    return material;
  }

  private static KeyMaterial material(PrivateKeyInfo info, ASN1ObjectIdentifier algorithm) {
    try {
      if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
        return rsa(RSAPrivateKey.getInstance(info.parsePrivateKey()));
      }
      if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
        return ed25519(info);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (e instanceof Refusal refusal) {
        throw refusal;
      }
      throw refused("its content is damaged");
    }
    throw refused("it is neither an RSA nor an Ed25519 key");
  }

  private static KeyMaterial rsa(RSAPrivateKey key) throws IOException, GeneralSecurityException {
    int bits = key.getModulus().signum() > 0 ? key.getModulus().bitLength() : 0;
    if (bits < MIN_RSA_BITS) {
      throw refused("an RSA key of " + bits + " bits is too small, it needs " + MIN_RSA_BITS);
    }
    if (bits > MAX_RSA_BITS) {
      throw refused("an RSA key of " + bits + " bits is too large, verifiers take " + MAX_RSA_BITS);
    }
    new RsaNumbers(key)
        .problem()
        .ifPresent(problem -> {
          throw refused(problem);
        });
    var factory = KeyFactory.getInstance("RSA");
    var der =
        new PrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), key)
            .getEncoded();
    return new KeyMaterial(
        new KeyAlgorithm(KeyAlgorithm.Family.RSA, bits),
        factory.generatePrivate(new PKCS8EncodedKeySpec(der)),
        factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())));
  }

  private static KeyMaterial ed25519(PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    var seed = DEROctetString.getInstance(info.parsePrivateKey()).getOctets();
    var pair = new Ed25519PrivateKeyParameters(seed);
    var id = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
    var factory = KeyFactory.getInstance("Ed25519");
    var priv = new PrivateKeyInfo(id, new DEROctetString(seed)).getEncoded();
    var pub = new SubjectPublicKeyInfo(id, pair.generatePublicKey().getEncoded()).getEncoded();
    return new KeyMaterial(
        KeyAlgorithm.ED25519,
        factory.generatePrivate(new PKCS8EncodedKeySpec(priv)),
        factory.generatePublic(new X509EncodedKeySpec(pub)));
  }

  private static PrivateKeyInfo privateKeyInfo(String pem, Optional<String> passphrase) {
    try (var parser = new PEMParser(new StringReader(pem))) {
      var object = parser.readObject();
      if (object == null) {
        throw refused("there is no PEM block in it");
      }
      if (parser.readPemObject() != null) {
        throw refused("there is more than one PEM block in it");
      }
      return switch (object) {
        case PrivateKeyInfo info -> info;
        case PEMKeyPair pair -> pair.getPrivateKeyInfo();
        case PKCS8EncryptedPrivateKeyInfo sealed -> decrypt(sealed, passphrase);
        case PEMEncryptedKeyPair sealed -> decrypt(sealed, passphrase);
        case SubjectPublicKeyInfo _ ->
            throw refused("it is a public key, the private one is needed");
        default -> throw refused("it is not a private key but something else");
      };
    } catch (IOException | RuntimeException e) {
      if (e instanceof Refusal refusal) {
        throw refusal;
      }
      throw refused("it is not PEM");
    }
  }

  private static PrivateKeyInfo decrypt(
      PKCS8EncryptedPrivateKeyInfo sealed, Optional<String> passphrase) {
    requireAffordable(sealed);
    try {
      return sealed.decryptPrivateKeyInfo(
          new JcePKCSPBEInputDecryptorProviderBuilder()
              .setProvider(new BouncyCastleProvider())
              .build(required(passphrase)));
    } catch (PKCSException _) {
      throw refused("the passphrase does not open it");
    }
  }

  private static PrivateKeyInfo decrypt(PEMEncryptedKeyPair sealed, Optional<String> passphrase)
      throws IOException {
    try {
      return sealed
          .decryptKeyPair(new BcPEMDecryptorProvider(required(passphrase)))
          .getPrivateKeyInfo();
    } catch (PEMException _) {
      throw refused("the passphrase does not open it");
    }
  }

  /// The file says how much work its passphrase costs us, so it is asked first.
  private static void requireAffordable(PKCS8EncryptedPrivateKeyInfo sealed) {
    var scheme = sealed.toASN1Structure().getEncryptionAlgorithm();
    if (scheme.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      var derivation = PBES2Parameters.getInstance(scheme.getParameters()).getKeyDerivationFunc();
      if (derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
        var iterations = PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount();
        if (iterations.signum() > 0 && iterations.compareTo(MAX_ITERATIONS) <= 0) {
          return;
        }
      }
    }
    throw refused(
        "its encryption is not PBES2 with PBKDF2 of at most " + MAX_ITERATIONS + " rounds");
  }

  private static char[] required(Optional<String> passphrase) {
    return passphrase
        .orElseThrow(() -> refused("it is encrypted, give its passphrase too"))
        .toCharArray();
  }

  private static Refusal refused(String reason) {
    return Refusal.of(INVALID_KEY, FIELD, "the private key is refused: " + reason);
  }
}
