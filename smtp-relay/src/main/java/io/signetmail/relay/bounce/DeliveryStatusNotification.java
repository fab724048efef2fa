package io.signetmail.relay.bounce;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageId;
import io.signetmail.bus.TraceContext;
import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.Xtext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Writes the notification that a message could not be delivered (RFC 3464 in RFC 6522).
///
/// Three parts: a sentence for people, the status for software, and the header of the original
/// message (all of it, when RET=FULL asks for it and it is small). Sent from the null reverse-path,
/// so that it can never bounce (RFC 3464 §2).
public final class DeliveryStatusNotification {
  private static final int HEADER_LIMIT = 64 * 1024;
  private static final int FULL_LIMIT = 256 * 1024;

  private final String hostname;
  private final InstantSource clock;
  private final Supplier<MessageId> ids;

  public DeliveryStatusNotification(String hostname, InstantSource clock, Supplier<MessageId> ids) {
    this.hostname = hostname;
    this.clock = clock;
    this.ids = ids;
  }

  /// The notification for the sender of a bounced message, ready to be signed.
  public MailRecord about(Bounce bounce, Mailbox sender) {
    var id = ids.get();
    var returned = Returned.of(bounce);
    var message = message(bounce, sender, id, returned);
    return MailRecord.of(
        id,
        envelope(sender, returned, message.length),
        message,
        new TraceContext(bounce.mail().traceparent()));
  }

  private Envelope envelope(Mailbox sender, Returned returned, int size) {
    return new Envelope(
        Envelope.VERSION,
        "dsn",
        clock.instant(),
        new Envelope.Client("127.0.0.1", 0, hostname, null, null),
        "",
        List.of(Envelope.Recipient.of(sender.toString())),
        null,
        !sender.isAscii(),
        returned.eightBit() || !sender.isAscii(),
        size,
        Disposition.ACCEPT,
        null,
        null);
  }

  private byte[] message(Bounce bounce, Mailbox sender, MessageId id, Returned returned) {
    var boundary = "signet-" + id;
    var out = new ByteArrayOutputStream();
    text(out, head(sender, id, boundary, returned));
    text(out, people(bounce, boundary));
    text(out, status(bounce, boundary));
    text(out, returned.partHead(boundary));
    out.writeBytes(returned.content());
    text(out, "\n--" + boundary + "--\n");
    return out.toByteArray();
  }

  private String head(Mailbox sender, MessageId id, String boundary, Returned returned) {
    return """
    From: Mail Delivery System <mailer-daemon@%1$s>
    To: <%2$s>
    Subject: Your message could not be delivered
    Date: %3$s
    Message-ID: <%4$s@%1$s>
    Auto-Submitted: auto-replied
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status;
    \tboundary="%5$s"
    Content-Transfer-Encoding: %6$s

    """
        .formatted(
            hostname,
            sender,
            date(clock.instant()),
            id,
            boundary,
            returned.eightBit() ? "8bit" : "7bit");
  }

  private String people(Bounce bounce, String boundary) {
    var text =
        new StringBuilder(
            """
            --%s
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: %s

            This is the mail system at %s.

            Your message of %s could not be delivered to:

            """
                .formatted(
                    boundary,
                    needsEightBit(bounce) ? "8bit" : "7bit",
                    hostname,
                    date(bounce.mail().acceptedAt())));
    for (var failed : bounce.failed()) {
      text.append("  <").append(failed.recipient().address()).append(">\n");
      text.append(Folded.text("    ", failed.diagnostic())).append('\n');
    }
    return text.append("It will not be tried again.\n\n").toString();
  }

  /// RFC 3464 §2.2 the fields about the message, §2.3 those about each recipient.
  private String status(Bounce bounce, String boundary) {
    var status =
        new StringBuilder(
            """
            --%s
            Content-Type: %s

            Reporting-MTA: dns; %s
            """
                .formatted(
                    boundary,
                    // RFC 6533 §4: addresses that are not ASCII need the global form.
                    needsEightBit(bounce)
                        ? "message/global-delivery-status\nContent-Transfer-Encoding: 8bit"
                        : "message/delivery-status",
                    hostname));
    bounce
        .mail()
        .options()
        .envelopeId()
        .flatMap(Xtext::decode)
        .ifPresent(envid -> status.append(Folded.field("Original-Envelope-Id", envid)));
    status.append("Arrival-Date: ").append(date(bounce.mail().acceptedAt())).append('\n');
    for (var failed : bounce.failed()) {
      status.append('\n').append(recipient(bounce, failed));
    }
    return status.append('\n').toString();
  }

  private String recipient(Bounce bounce, FailedRecipient failed) {
    var address = failed.recipient().address();
    var fields = new StringBuilder();
    failed
        .originalRecipient()
        .flatMap(DeliveryStatusNotification::originalRecipient)
        .ifPresent(original -> fields.append(Folded.field("Original-Recipient", original)));
    fields.append("Final-Recipient: ").append(addressType(address)).append("; ");
    fields.append(address).append("\nAction: failed\nStatus: ").append(failed.status());
    fields.append("\nRemote-MTA: dns; ").append(bounce.remoteMta()).append('\n');
    fields.append(
        Folded.field(
            "Diagnostic-Code", (failed.isReply() ? "smtp; " : "x-signet; ") + failed.diagnostic()));
    fields.append("Last-Attempt-Date: ").append(date(clock.instant())).append('\n');
    return fields.toString();
  }

  /// ORCPT is `addr-type;xtext`; the field holds the address itself (RFC 3464 §2.3.1).
  private static Optional<String> originalRecipient(String orcpt) {
    var semicolon = orcpt.indexOf(';');
    return semicolon < 1
        ? Optional.empty()
        : Xtext.decode(orcpt.substring(semicolon + 1))
            .map(address -> orcpt.substring(0, semicolon) + "; " + address);
  }

  private static boolean needsEightBit(Bounce bounce) {
    return bounce.failed().stream()
        .anyMatch(failed -> failed.recipient().address().chars().anyMatch(c -> c > 0x7E));
  }

  private static String addressType(String address) {
    return address.chars().allMatch(c -> c < 0x80) ? "rfc822" : "utf-8";
  }

  private static String date(Instant at) {
    return RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC)).replace("GMT", "+0000");
  }

  private static void text(ByteArrayOutputStream out, String lines) {
    out.writeBytes(lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /// The third part: the original, or its header.
  ///
  /// @param type media type of the part
  @SuppressWarnings("ArrayRecordComponent") // lives within one method call, never compared
  private record Returned(String type, byte[] content, boolean eightBit) {

    static Returned of(Bounce bounce) {
      var message = bounce.original().message();
      var full = bounce.mail().options().ret().filter("FULL"::equalsIgnoreCase).isPresent();
      var whole = full && message.length <= FULL_LIMIT;
      var content = whole ? message : HeaderSection.of(message, HEADER_LIMIT);
      var ascii = HeaderSection.isAscii(content);
      var global = bounce.mail().options().smtputf8();
      var type =
          whole
              ? (global ? "message/global" : "message/rfc822")
              // text/rfc822-headers is 7-bit (RFC 6522 §4); the global form is not (RFC 6533 §6).
              : (ascii ? "text/rfc822-headers" : "message/global-headers");
      return new Returned(type, content, !ascii || needsEightBit(bounce));
    }

    String partHead(String boundary) {
      return "--%s\nContent-Type: %s\nContent-Transfer-Encoding: %s\n\n"
          .formatted(boundary, type, HeaderSection.isAscii(content) ? "7bit" : "8bit");
    }
  }
}
