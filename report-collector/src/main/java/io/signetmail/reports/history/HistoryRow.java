package io.signetmail.reports.history;

import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One step of a message's story, with what people search for beside the event itself.
///
/// @param sender address, empty for the null path or when the event does not say
/// @param domain of the From field, or the signing domain
/// @param selector of the key that signed; empty unless the event is a signature
/// @param body the event as JSON
public record HistoryRow(
    Instant at,
    String messageId,
    String type,
    String sender,
    String domain,
    List<String> recipients,
    String selector,
    String body) {

  public HistoryRow {
    recipients = List.copyOf(recipients);
  }

  /// Empty when the bytes are no event of that topic.
  public static Optional<HistoryRow> of(String topic, byte[] value) {
    return topic.equals(Topic.AUTH_RESULTS.topicName())
        ? BusJson.read(value, AuthResultEvent.class).map(event -> of(event, value))
        : BusJson.read(value, MailEvent.class).map(event -> of(event, value));
  }

  private static HistoryRow of(AuthResultEvent event, byte[] value) {
    return new HistoryRow(
        event.at(),
        event.messageId(),
        "authenticated",
        event.mailFrom(),
        text(event.facts().headerFrom()),
        event.recipientDomains(),
        "",
        json(value));
  }

  private static HistoryRow of(MailEvent event, byte[] value) {
    var type = event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return switch (event) {
      case MailEvent.Accepted e ->
          row(e, type, e.mailFrom(), text(e.headerFrom()), e.recipients(), value);
      case MailEvent.Refused e ->
          row(e, type, e.mailFrom(), text(e.headerFrom()), List.of(), value);
      case MailEvent.Deferred e -> row(e, type, "", "", one(text(e.recipient())), value);
      case MailEvent.Signed e ->
          new HistoryRow(
              e.at(), e.messageId(), type, "", e.domain(), List.of(), e.selector(), json(value));
      case MailEvent.Delivered e -> row(e, type, "", "", one(e.recipient()), value);
      case MailEvent.Bounced e -> row(e, type, "", "", one(e.recipient()), value);
      case MailEvent.Dead e -> row(e, type, "", "", List.of(), value);
    };
  }

  private static HistoryRow row(
      MailEvent event,
      String type,
      String sender,
      String domain,
      List<String> recipients,
      byte[] value) {
    return new HistoryRow(
        event.at(), event.messageId(), type, sender, domain, recipients, "", json(value));
  }

  private static List<String> one(String recipient) {
    return recipient.isEmpty() ? List.of() : List.of(recipient);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /// PostgreSQL has no NUL in JSON text.
  private static String json(byte[] value) {
    return new String(value, StandardCharsets.UTF_8).replace("\\u0000", " ");
  }
}
