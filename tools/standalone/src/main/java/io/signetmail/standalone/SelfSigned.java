package io.signetmail.standalone;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The self-signed certificate of the submission ports, made once per data directory.
final class SelfSigned {
  private static final Duration VALID = Duration.ofDays(3650);

  private SelfSigned() {}

  static void makeOnce(SecretFiles secrets, String hostname, InstantSource clock)
      throws IOException, GeneralSecurityException {
    if (Files.exists(secrets.certificate()) && Files.exists(secrets.certificateKey())) {
      return;
    }
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var pair = generator.generateKeyPair();
    secrets.write(secrets.certificateKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    secrets.write(
        secrets.certificate(),
        pem("CERTIFICATE", certificate(pair, hostname, clock.instant()).getEncoded()));
  }

  private static X509Certificate certificate(KeyPair pair, String hostname, Instant now)
      throws GeneralSecurityException {
    var name = new X500Name("CN=" + hostname);
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(120, new SecureRandom()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(VALID)),
              name,
              pair.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.dNSName, hostname),
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
              }));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException("self-signed certificate for " + hostname, e);
    }
  }

  static String pem(String kind, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, lines);
  }
}
