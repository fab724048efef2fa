package io.signetmail.bus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Mail records for the tests of the bus.
public final class TestMail {
  public static final RandomGenerator RANDOM = new SplittableRandom(11);
  private static final MessageIds IDS = new MessageIds(InstantSource.system(), RANDOM);

  private TestMail() {}

  public static MailRecord saying(String body) {
    return saying(body, Instant.now());
  }

  public static MailRecord saying(String body, Instant receivedAt) {
    byte[] message =
        ("From: a@shop.example\r\n\r\n" + body + "\r\n").getBytes(StandardCharsets.UTF_8);
    var envelope =
        new Envelope(
            Envelope.VERSION,
            "submission",
            receivedAt,
            new Envelope.Client("127.0.0.1", 2525, "client.example", null, null),
            "a@shop.example",
            List.of(Envelope.Recipient.of("b@example.org")),
            "shop",
            false,
            false,
            message.length,
            Disposition.ACCEPT,
            null,
            null);
    return MailRecord.of(IDS.next(), envelope, message, TraceContext.start(RANDOM));
  }

  public static String body(MailRecord mail) {
    var text = new String(mail.message(), StandardCharsets.UTF_8);
    return text.substring(text.indexOf("\r\n\r\n") + 4).strip();
  }
}
