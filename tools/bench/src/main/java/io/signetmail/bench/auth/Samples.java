package io.signetmail.bench.auth;

import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.dkim.DkimKeyRecord;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.spf.ReversePath;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// Keys made for this run, the zone that publishes them, and messages of a size: text up to 20 KB,
/// an attachment in base64 behind it.
final class Samples {
  static final DomainName DOMAIN = DomainName.of("shop.example");
  static final SmtpClient CLIENT =
      new SmtpClient(
          InetAddress.ofLiteral("192.0.2.10"),
          "mail.shop.example",
          ReversePath.parse("bounce@shop.example"),
          "mx.signet.example");

  private static final int TEXT = 20 * 1024;
  private static final String HEADER =
      """
      Received: from app.shop.example (app.shop.example [192.0.2.20])\r
      \tby mail.shop.example with ESMTPSA id 1234567890;\r
      \tMon, 02 Nov 2026 10:00:00 +0000\r
      From: "The Shop" <news@shop.example>\r
      To: Somebody Else <somebody@elsewhere.example>\r
      Subject: Your order 4711 is on its way to you\r
      Date: Mon, 02 Nov 2026 10:00:00 +0000\r
      Message-ID: <20261102100000.4711@shop.example>\r
      MIME-Version: 1.0\r
      Content-Type: text/plain; charset=utf-8\r
      Content-Transfer-Encoding: 7bit\r
      List-Unsubscribe: <https://shop.example/unsubscribe/4711>\r
      List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
      \r
      """;

  private final KeyPair rsa;
  private final KeyPair ed25519;

  Samples() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    rsa = generator.generateKeyPair();
    ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  KeyPair rsa() {
    return rsa;
  }

  SigningKey rsaKey() {
    return SigningKey.of(DOMAIN, Selector.of("r1"), rsa.getPrivate());
  }

  SigningKey ed25519Key() {
    return SigningKey.of(DOMAIN, Selector.of("e1"), ed25519.getPrivate());
  }

  /// What a sender publishes: an SPF record with one include, two keys, a DMARC policy.
  String zone() {
    return """
    shop.example. 86400 TXT "v=spf1 include:_spf.shop.example -all"
    _spf.shop.example. 86400 TXT "v=spf1 ip4:198.51.100.0/24 ip4:192.0.2.0/24 -all"
    _dmarc.shop.example. 86400 TXT "v=DMARC1; p=reject; rua=mailto:dmarc@shop.example"
    r1._domainkey.shop.example. 86400 TXT %s
    e1._domainkey.shop.example. 86400 TXT %s
    """
        .formatted(
            strings(DkimKeyRecord.of(rsa.getPublic()).toTxt()),
            strings(DkimKeyRecord.of(ed25519.getPublic()).toTxt()));
  }

  /// RFC 1035 §3.3.14: character-strings of at most 255 octets.
  private static String strings(String text) {
    var out = new StringBuilder();
    for (int at = 0; at < text.length(); at += 250) {
      out.append('"').append(text, at, Math.min(text.length(), at + 250)).append("\" ");
    }
    return out.toString();
  }

  /// Always the same one for a size.
  static byte[] message(int bytes) {
    var random = new Random(bytes);
    var text = new StringBuilder(bytes + 100).append(HEADER);
    while (text.length() < Math.min(bytes, TEXT)) {
      int line = text.length();
      while (text.length() - line < 66) {
        for (int n = 2 + random.nextInt(9); n > 0; n--) {
          text.append((char) ('a' + random.nextInt(26)));
        }
        text.append(' ');
      }
      text.setLength(text.length() - 1);
      text.append("\r\n");
    }
    var three = new byte[57];
    while (text.length() < bytes) {
      random.nextBytes(three);
      text.append(Base64.getEncoder().encodeToString(three)).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  byte[] signed(byte[] message, SigningKey... keys) {
    var signer = new DkimSigner(InstantSource.system());
    var result = signer.sign(ParsedMessage.of(message), List.of(keys), SigningOptions.DEFAULT);
    if (!(result instanceof SigningResult.Signed(var fields, _))) {
      throw new IllegalStateException("not signed: " + result);
    }
    return joined(fields.getBytes(StandardCharsets.US_ASCII), message);
  }

  static byte[] joined(byte[] front, byte[] rest) {
    var all = new byte[front.length + rest.length];
    System.arraycopy(front, 0, all, 0, front.length);
    System.arraycopy(rest, 0, all, front.length, rest.length);
    return all;
  }
}
