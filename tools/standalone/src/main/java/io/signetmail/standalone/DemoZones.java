package io.signetmail.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/// The DNS world of a standalone system: a customer, us, an honest stranger, one who reports, and a
/// bank that is being impersonated.
public final class DemoZones {
  /// Selector of the honest stranger's key.
  public static final String HONEST_SELECTOR = "demo";

  private static final int RSA_BITS = 2048;

  private static final String TEXT =
      """
      ; Who answers for all of them: this very server.
      example                        NS    ns.example.
      ; Us: the domain this system receives mail for.
      signet.example                 MX    10 mx.signet.example.
      signet.example                 TXT   "v=spf1 a:mx.signet.example -all"
      mx.signet.example              A     127.0.0.1
      mx.signet.example              TXT   "v=spf1 a -all"
      _dmarc.signet.example          TXT   "v=DMARC1; p=reject; rua=mailto:reports@signet.example"
      1.0.0.127.in-addr.arpa         PTR   mx.signet.example.
      ; The customer. Its DKIM key is not here: the demo publishes it.
      shop.example                   MX    10 mx.signet.example.
      shop.example                   TXT   "v=spf1 a:mx.signet.example -all"
      _dmarc.shop.example            TXT   "v=DMARC1; p=none; rua=mailto:reports@signet.example"
      shop.example._report._dmarc.signet.example  TXT "v=DMARC1"
      ; Sends from elsewhere and asks everybody to refuse the rest.
      bank.example                   MX    10 mail.bank.example.
      mail.bank.example              A     192.0.2.10
      bank.example                   TXT   "v=spf1 ip4:192.0.2.10 -all"
      _dmarc.bank.example            TXT   "v=DMARC1; p=reject; rua=mailto:dmarc@bank.example"
      ; Sends from here and signs.
      honest.example                 MX    10 mail.honest.example.
      mail.honest.example            A     127.0.0.1
      honest.example                 TXT   "v=spf1 ip4:127.0.0.1 -all"
      _dmarc.honest.example          TXT   "v=DMARC1; p=reject"
      ; Sends aggregate reports.
      reporter.example               MX    10 mail.reporter.example.
      mail.reporter.example          A     127.0.0.1
      reporter.example               TXT   "v=spf1 ip4:127.0.0.1 -all"
      _dmarc.reporter.example        TXT   "v=DMARC1; p=reject"
      ; Where the demo's customer writes to.
      friend.example                 MX    10 mail.friend.example.
      mail.friend.example            A     127.0.0.1
      """;

  private DemoZones() {}

  /// The zone text, with the honest stranger's key.
  ///
  /// @param server where others reach the server of these zones (IPv4)
  static String text(SecretFiles secrets, InetAddress server)
      throws IOException, GeneralSecurityException {
    var key = honestKey(secrets);
    var half =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    var encoded = Base64.getEncoder().encodeToString(half.getEncoded());
    return TEXT
        + "ns.example A %s%n".formatted(server.getHostAddress())
        + "%s._domainkey.honest.example TXT ( \"v=DKIM1; k=rsa; p=\" \"%s\" \"%s\" )%n"
            .formatted(HONEST_SELECTOR, encoded.substring(0, 200), encoded.substring(200));
  }

  /// The honest stranger's key, made on first use.
  static RSAPrivateCrtKey honestKey(SecretFiles secrets)
      throws IOException, GeneralSecurityException {
    if (Files.notExists(secrets.honestKey())) {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      var made = generator.generateKeyPair().getPrivate();
      secrets.write(secrets.honestKey(), SelfSigned.pem("PRIVATE KEY", made.getEncoded()));
    }
    return (RSAPrivateCrtKey) readKey(SecretFiles.read(secrets.honestKey()));
  }

  /// Reads the PKCS #8 PEM text this class writes.
  static PrivateKey readKey(String pem) throws GeneralSecurityException {
    var base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}
