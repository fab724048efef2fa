package io.signetmail.keys.signingkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.problems.ProblemType;
import io.signetmail.keys.problems.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemImportTest {
  private static final KeyPair RSA = pair("RSA", 2048);

  private static KeyPair pair(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String type, byte[] der) {
    return write(new PemObject(type, der));
  }

  private static String write(Object object) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }

  private static byte[] pkcs1(KeyPair pair) throws IOException {
    return PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
        .parsePrivateKey()
        .toASN1Primitive()
        .getEncoded();
  }

  private static KeyMaterial read(String pem) {
    return PemImport.read(pem, Optional.empty());
  }

  private static void refused(String pem, String reason) {
    assertThatThrownBy(() -> read(pem))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.type()).isEqualTo(ProblemType.INVALID_KEY);
              assertThat(refusal.detail()).contains(reason).hasSizeLessThan(200);
            });
  }

  @Test
  void readsPkcs1AndPkcs8Alike() throws IOException {
    var pkcs8 = read(pem("PRIVATE KEY", RSA.getPrivate().getEncoded()));
    var pkcs1 = read(pem("RSA PRIVATE KEY", pkcs1(RSA)));
    assertThat(pkcs8.algorithm()).isEqualTo(KeyAlgorithm.RSA_2048);
    assertThat(pkcs1.pkcs8()).isEqualTo(pkcs8.pkcs8());
    assertThat(pkcs1.publicValue())
        .isEqualTo(java.util.Base64.getEncoder().encodeToString(RSA.getPublic().getEncoded()));
  }

  @Test
  void readsEncryptedKeysWithTheirPassphrase() throws IOException, OperatorCreationException {
    var encryptor =
        new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
            .setProvider(new BouncyCastleProvider())
            .setPassword("open sesame".toCharArray())
            .build();
    var pkcs8 = write(new JcaPKCS8Generator(RSA.getPrivate(), encryptor));
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          RSA.getPrivate(),
          new JcePEMEncryptorBuilder("AES-256-CBC")
              .setProvider(new BouncyCastleProvider())
              .build("open sesame".toCharArray()));
    }
    for (var pem : java.util.List.of(pkcs8, text.toString())) {
      assertThat(PemImport.read(pem, Optional.of("open sesame")).algorithm())
          .isEqualTo(KeyAlgorithm.RSA_2048);
      refused(pem, "give its passphrase");
      assertThatThrownBy(() -> PemImport.read(pem, Optional.of("guess")))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.detail()).doesNotContain("guess"));
    }
  }

  /// A file can ask for as much work as it likes; it does not get it.
  @Test
  void passphrasesThatCostTooMuchAreRefused() throws IOException, OperatorCreationException {
    var encryptor =
        new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
            .setProvider(new BouncyCastleProvider())
            .setPassword("open sesame".toCharArray())
            .setIterationCount(2_000_001)
            .build();
    refused(write(new JcaPKCS8Generator(RSA.getPrivate(), encryptor)), "at most 2000000");
  }

  @Test
  void readsEd25519() {
    var pair = pair("Ed25519", 0);
    var material = read(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    assertThat(material.algorithm()).isEqualTo(KeyAlgorithm.ED25519);
    var spki = pair.getPublic().getEncoded();
    assertThat(java.util.Base64.getDecoder().decode(material.publicValue()))
        .isEqualTo(java.util.Arrays.copyOfRange(spki, spki.length - 32, spki.length));
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2040})
  void smallKeysAreRefused(int bits) {
    refused(pem("PRIVATE KEY", pair("RSA", bits).getPrivate().getEncoded()), "too small");
  }

  @Test
  void whatIsNotAPrivateKeyIsRefused() throws IOException {
    refused("", "no PEM block");
    refused("not a key", "no PEM block");
    refused(pem("PUBLIC KEY", RSA.getPublic().getEncoded()), "public key");
    refused(pem("PRIVATE KEY", new byte[] {1, 2, 3}), "");
    refused(pem("PRIVATE KEY", pair("EC", 256).getPrivate().getEncoded()), "neither an RSA nor");
    refused(
        pem("PRIVATE KEY", RSA.getPrivate().getEncoded()) + pem("RSA PRIVATE KEY", pkcs1(RSA)),
        "more than one");
    refused("-----BEGIN PRIVATE KEY-----\n" + "A".repeat(60_000), "");
    refused("-----BEGIN RSA PRIVATE KEY-----\n%%%%\n-----END RSA PRIVATE KEY-----\n", "");
  }

  @Test
  void numbersThatDoNotBelongTogetherAreRefused() throws IOException {
    var key = RSAPrivateKey.getInstance((ASN1Encodable) RSAPrivateKey.getInstance(pkcs1(RSA)));
    var other =
        new RSAPrivateKey(
            key.getModulus().add(BigInteger.TWO),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrime1(),
            key.getPrime2(),
            key.getExponent1(),
            key.getExponent2(),
            key.getCoefficient());
    refused(pem("RSA PRIVATE KEY", other.getEncoded()), "belong together");
    var wrongExponent =
        new RSAPrivateKey(
            key.getModulus(),
            BigInteger.valueOf(3),
            key.getPrivateExponent(),
            key.getPrime1(),
            key.getPrime2(),
            key.getExponent1(),
            key.getExponent2(),
            key.getCoefficient());
    refused(pem("RSA PRIVATE KEY", wrongExponent.getEncoded()), "belong together");
  }

  /// The eight numbers of a key, one of them changed.
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "0, negative, too small",
    "1, even,     public exponent",
    "1, one,      public exponent",
    "1, negative, public exponent",
    "1, long,     public exponent",
    "2, zero,     out of range",
    "2, modulus,  out of range",
    "2, next,     belong together",
    "3, one,      out of range",
    "3, modulus,  out of range",
    "4, negative, out of range",
    "5, zero,     out of range",
    "5, modulus,  out of range",
    "5, next,     belong together",
    "6, negative, out of range",
    "6, next,     belong together",
    "7, zero,     out of range",
    "7, long,     belong together",
    "7, modulus,  out of range"
  })
  void everyNumberHasItsBounds(int which, String change, String reason) throws IOException {
    var key = RSAPrivateKey.getInstance((ASN1Encodable) RSAPrivateKey.getInstance(pkcs1(RSA)));
    BigInteger[] n = {
      key.getModulus(),
      key.getPublicExponent(),
      key.getPrivateExponent(),
      key.getPrime1(),
      key.getPrime2(),
      key.getExponent1(),
      key.getExponent2(),
      key.getCoefficient()
    };
    n[which] =
        switch (change) {
          case "negative" -> n[which].negate();
          case "zero" -> BigInteger.ZERO;
          case "one" -> BigInteger.ONE;
          case "even" -> BigInteger.valueOf(65_536);
          case "long" -> BigInteger.ONE.shiftLeft(80).add(BigInteger.ONE);
          case "modulus" -> n[0];
          case "next" -> n[which].add(BigInteger.ONE);
          default -> throw new IllegalArgumentException(change);
        };
    var changed = new RSAPrivateKey(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
    refused(pem("RSA PRIVATE KEY", changed.getEncoded()), reason);
  }

  /// Its primes are 256 and 1,792 bits long: the smaller one can be found.
  @Test
  void primesOfVeryDifferentSizeAreRefused() throws IOException {
    var random = new java.util.Random(7);
    var e = BigInteger.valueOf(65_537);
    var p = BigInteger.probablePrime(256, random);
    var q = BigInteger.probablePrime(1_793, random);
    var phi = p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
    var d = e.modInverse(phi);
    var key =
        new RSAPrivateKey(
            p.multiply(q),
            e,
            d,
            p,
            q,
            d.mod(p.subtract(BigInteger.ONE)),
            d.mod(q.subtract(BigInteger.ONE)),
            q.modInverse(p));
    refused(pem("RSA PRIVATE KEY", key.getEncoded()), "out of range");
  }

  /// A key like this would keep a processor busy for minutes if it were tried.
  @Test
  void monstrousKeysAreRefusedBeforeAnyArithmetic() throws IOException {
    var huge = new BigInteger(200_000, new SecureRandom()).setBit(199_999);
    var key = new RSAPrivateKey(huge, huge, huge, huge, huge, huge, huge, huge);
    refused(pem("RSA PRIVATE KEY", key.getEncoded()), "too large");
  }
}
