package io.signetmail.bus;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step in the life of a message; the value on `mail.events`, key = message id.
///
/// The JSON carries `type` and, in each variant, `v` = 1. Readers ignore fields they do not know.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = MailEvent.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = MailEvent.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = MailEvent.Deferred.class, name = "deferred"),
  @JsonSubTypes.Type(value = MailEvent.Signed.class, name = "signed"),
  @JsonSubTypes.Type(value = MailEvent.Delivered.class, name = "delivered"),
  @JsonSubTypes.Type(value = MailEvent.Bounced.class, name = "bounced"),
  @JsonSubTypes.Type(value = MailEvent.Dead.class, name = "dead"),
})
public sealed interface MailEvent {
  int VERSION = 1;

  int v();

  String messageId();

  Instant at();

  /// The ingress took responsibility: 250.
  ///
  /// @param subjectTo what happens next: the topic it was written to
  record Accepted(
      int v,
      String messageId,
      Instant at,
      String listener,
      String client,
      @Nullable String user,
      String mailFrom,
      List<String> recipients,
      @Nullable String headerFrom,
      long size,
      String subjectTo)
      implements MailEvent {
    public Accepted {
      recipients = List.copyOf(recipients);
    }
  }

  /// The ingress answered 5yz after DATA; nothing was kept.
  record Refused(
      int v,
      String messageId,
      Instant at,
      String listener,
      String client,
      @Nullable String user,
      String mailFrom,
      @Nullable String headerFrom,
      String reply)
      implements MailEvent {}

  /// Somebody has to try again: the client (ingress answered 4yz) or our relay.
  ///
  /// @param recipient the one that waits; null when the ingress deferred the whole message
  /// @param nextAttempt when our relay tries again; null when the client has to
  record Deferred(
      int v,
      String messageId,
      Instant at,
      String service,
      @Nullable String recipient,
      String reply,
      @Nullable Instant nextAttempt)
      implements MailEvent {}

  /// One signature was put on; feeds the evidence that rotation waits for.
  record Signed(
      int v, String messageId, Instant at, String domain, String selector, String algorithm)
      implements MailEvent {}

  /// The next hop took one recipient.
  record Delivered(
      int v, String messageId, Instant at, String recipient, String nextHop, String reply)
      implements MailEvent {}

  /// One recipient failed for good and its sender was told.
  record Bounced(
      int v, String messageId, Instant at, String recipient, String nextHop, String reply)
      implements MailEvent {}

  /// A worker gave up on the record; it lies in `dlq.mail`.
  record Dead(int v, String messageId, Instant at, String service, String reason)
      implements MailEvent {}
}
