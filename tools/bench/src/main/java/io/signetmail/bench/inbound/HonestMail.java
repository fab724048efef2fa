package io.signetmail.bench.inbound;

import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.pem.PemKeys;
import io.signetmail.bench.load.Mail;
import io.signetmail.standalone.DemoZones;
import io.signetmail.standalone.SecretFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;

/// The mail that inbound measurements send: from the demo zones' honest stranger, whose DMARC
/// policy is `p=reject`, with a DKIM signature of its RSA-2048 key.
final class HonestMail {
  /// Size of the mail, signature included, within a line.
  static final int BYTES = 10_000;

  static final String DOMAIN = "honest.example";
  static final String RECIPIENT = "alice@signet.example";

  private static final int LINE = 76;
  private static final int SIGNATURE_BYTES = 700;
  private static final long SEED = 7208;
  private static final String LETTERS =
      "etaoinshrdlu etaoinshrdlu cmfwypvbgkjqxz ETAOINSHRDLU 0123456789,-";

  private HonestMail() {}

  static Mail signed(SecretFiles secrets) throws IOException {
    var unsigned = header() + body(BYTES - SIGNATURE_BYTES - header().length());
    return new Mail(
        "mail." + DOMAIN, "hannah@" + DOMAIN, RECIPIENT, signature(secrets, unsigned) + unsigned);
  }

  private static String header() {
    var now = InstantSource.system().instant().atOffset(ZoneOffset.UTC);
    return """
    From: Hannah <hannah@%1$s>
    To: Alice <%2$s>
    Subject: Minutes of the meeting
    Date: %3$s
    Message-ID: <minutes.1@%1$s>
    MIME-Version: 1.0
    Content-Type: text/plain; charset=us-ascii
    Content-Transfer-Encoding: 7bit

    """
        .formatted(DOMAIN, RECIPIENT, DateTimeFormatter.RFC_1123_DATE_TIME.format(now))
        .replace("\n", "\r\n");
  }

  private static String body(int bytes) {
    var random = new Random(SEED);
    var body = new StringBuilder();
    while (body.length() < bytes) {
      for (int i = 0; i < LINE; i++) {
        // No line begins or ends with a blank, so that nothing on the way is tempted to change it.
        boolean edge = i == 0 || i == LINE - 1;
        char c = LETTERS.charAt(random.nextInt(LETTERS.length()));
        body.append(edge && c == ' ' ? 'x' : c);
      }
      body.append("\r\n");
    }
    return body.toString();
  }

  private static String signature(SecretFiles secrets, String message) throws IOException {
    var key =
        PemKeys.signingKey(
                DomainName.of(DOMAIN),
                Selector.parse(DemoZones.HONEST_SELECTOR).orElseThrow(),
                Files.readString(secrets.honestKey()))
            .orElseThrow(() -> new IOException("the key of " + DOMAIN + " cannot be read"));
    var parsed = ParsedMessage.of(message.getBytes(StandardCharsets.US_ASCII));
    return switch (new DkimSigner(InstantSource.system())
        .sign(parsed, List.of(key), SigningOptions.DEFAULT)) {
      case SigningResult.Signed(var fields, _) -> fields;
      case SigningResult.Refused(var problem) -> throw new IOException("not signed: " + problem);
    };
  }
}
