package io.signetmail.relay.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import io.signetmail.bus.TraceContext;
import io.signetmail.relay.queue.DeliveryOptions;
import io.signetmail.relay.queue.QueuedMail;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.queue.Stream;
import io.signetmail.smtp.DsnRequest;
import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.MessageTraits;
import io.signetmail.smtp.ReversePath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveryStatusNotificationTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:30:00Z");
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String ORIGINAL =
      "From: ann@shop.example\r\nSubject: Hello\r\n\r\nthe body\r\n";

  private final DeliveryStatusNotification notification =
      new DeliveryStatusNotification(
          "relay.example", InstantSource.fixed(NOW), () -> new MessageId("0".repeat(26)));

  /// RFC 3464 §2 and RFC 6522 §3: multipart/report of three parts.
  @Test
  void saysWhoDidNotGetWhatAndWhy() {
    var text =
        write(DeliveryOptions.PLAIN, ORIGINAL, failed("bob@one.example", "550 5.1.1 nobody"));

    assertThat(text)
        .startsWith("From: Mail Delivery System <mailer-daemon@relay.example>\r\n")
        .contains(
            "To: <ann@shop.example>\r\n",
            "Auto-Submitted: auto-replied\r\n",
            "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=",
            "Content-Type: message/delivery-status\r\n",
            "Reporting-MTA: dns; relay.example\r\n",
            "Arrival-Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n",
            "Final-Recipient: rfc822; bob@one.example\r\n",
            "Action: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mx.one.example\r\n",
            "Diagnostic-Code: smtp; 550 5.1.1 nobody\r\n",
            "Content-Type: text/rfc822-headers\r\n",
            "Subject: Hello\r\n")
        .doesNotContain("the body");
    assertThat(text.split("--signet-00000000000000000000000000", -1)).hasSize(5);
  }

  @Test
  void hasStrictLinesOfReadableLength() {
    var text =
        write(
            DeliveryOptions.PLAIN,
            ORIGINAL,
            failed("bob@one.example", "550 5.7.1 " + "a long story ".repeat(60)));
    var traits = MessageTraits.of(text.getBytes(StandardCharsets.UTF_8));

    assertThat(traits.strictLineEnds()).isTrue();
    assertThat(traits.eightBit()).isFalse();
    assertThat(traits.longestLine()).isLessThanOrEqualTo(100);
  }

  /// A reply is a stranger's text: it must not end a part or start a field.
  @Test
  void aReplyCannotForgeFields() {
    var text =
        write(
            DeliveryOptions.PLAIN,
            ORIGINAL,
            failed("bob@one.example", "550 5.1.1 x\r\nAction: delivered\n\n--signet"));

    assertThat(text).doesNotContain("\r\nAction: delivered");
  }

  /// RFC 3461 §5.2.3 and §6.3: RET=FULL returns the message, ENVID and ORCPT come back as they were
  /// meant.
  @Test
  void returnsWhatTheSenderAskedFor() {
    var options =
        new DeliveryOptions(false, false, Optional.of("FULL"), Optional.of("QQ314159+2B1"));
    var recipient =
        new QueuedRecipient(
            "bob@one.example",
            new DsnRequest(
                Set.of(DsnRequest.Notify.FAILURE), Optional.of("rfc822;Bob+2Bx@shop.example")),
            0);

    var text = write(options, ORIGINAL, new FailedRecipient(recipient, "550 5.1.1 nobody", false));

    assertThat(text)
        .contains(
            "Original-Envelope-Id: QQ314159+1\r\n",
            "Original-Recipient: rfc822; Bob+x@shop.example\r\n",
            "Content-Type: message/rfc822\r\n",
            "the body\r\n");
  }

  /// RFC 6533: an address that is not ASCII needs the global forms.
  @Test
  void namesInternationalAddresses() {
    var text = write(DeliveryOptions.PLAIN, ORIGINAL, failed("jörg@one.example", "550 5.1.1 no"));

    assertThat(text)
        .contains(
            "Content-Type: message/global-delivery-status\r\n",
            "Final-Recipient: utf-8; jörg@one.example\r\n");
  }

  @Test
  void cannotBounceItself() {
    var mail = about(DeliveryOptions.PLAIN, ORIGINAL, failed("bob@one.example", "550 no"));

    assertThat(mail.envelope().hasNullReversePath()).isTrue();
    assertThat(mail.envelope().recipients())
        .containsExactly(Envelope.Recipient.of("ann@shop.example"));
    assertThat(mail.envelope().listener()).isEqualTo("dsn");
    assertThat(mail.envelope().user()).isNull();
  }

  @Test
  void whatExpiredSaysSo() {
    var text =
        write(
            DeliveryOptions.PLAIN,
            ORIGINAL,
            new FailedRecipient(QueuedRecipient.of("bob@one.example"), "451 4.3.0 later", true));

    assertThat(text).contains("Status: 5.4.7\r\n", "451 4.3.0 later");
  }

  private String write(DeliveryOptions options, String original, FailedRecipient failed) {
    return new String(about(options, original, failed).message(), StandardCharsets.UTF_8);
  }

  private MailRecord about(DeliveryOptions options, String original, FailedRecipient failed) {
    var sender = Mailbox.of("ann@shop.example");
    var mail =
        new QueuedMail(
            new MessageId("1".repeat(26)),
            Stream.OUTBOUND,
            Optional.of("ann"),
            ReversePath.of(sender),
            options,
            TRACE,
            original.length(),
            NOW.minusSeconds(1800),
            new RecordPosition("mail.outbound", 0, 1));
    var envelope =
        new Envelope(
            1,
            "submission",
            NOW,
            new Envelope.Client("192.0.2.1", 1, "c.example", null, null),
            "ann@shop.example",
            List.of(Envelope.Recipient.of("bob@one.example")),
            "ann",
            false,
            false,
            original.length(),
            Disposition.ACCEPT,
            null,
            null);
    var record =
        MailRecord.of(
            mail.id(),
            envelope,
            original.getBytes(StandardCharsets.US_ASCII),
            new TraceContext(TRACE));
    return notification.about(new Bounce(mail, record, List.of(failed), "mx.one.example"), sender);
  }

  private static FailedRecipient failed(String address, String diagnostic) {
    return new FailedRecipient(QueuedRecipient.of(address), diagnostic, false);
  }
}
