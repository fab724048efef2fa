package io.signetmail.relay.delivery;

import io.signetmail.bus.MailRecord;
import io.signetmail.bus.RecordPosition;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.DeadLetters;
import io.signetmail.relay.queue.QueuedMail;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies of a message to other topics: to wait in mail.deferred, or for an operator in dlq.mail.
public final class Copies {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

  private final DurableProducer producer;
  private final String service;
  private final InstantSource clock;

  public Copies(DurableProducer producer, String service, InstantSource clock) {
    this.producer = producer;
    this.service = service;
    this.clock = clock;
  }

  /// Copies a body to where deferred bodies wait, so that the source can be trimmed. Empty when
  /// Kafka did not take it: the row keeps pointing at the source, which is then kept.
  public Optional<RecordPosition> toDeferred(MailRecord mail) {
    return switch (producer.send(Topic.MAIL_DEFERRED, mail)) {
      case SendOutcome.Stored(var position) -> Optional.of(position);
      case SendOutcome.NotStored(var reason) -> notCopied(reason);
      case SendOutcome.Unknown(var reason) -> notCopied(reason);
    };
  }

  private static Optional<RecordPosition> notCopied(String reason) {
    LOG.warn("not copied to {}, stays where it is: {}", Topic.MAIL_DEFERRED.topicName(), reason);
    return Optional.empty();
  }

  /// Writes a message for the operator, addressed to the recipients it could not reach. Says
  /// whether it is safe there.
  public boolean toDeadLetters(
      QueuedMail queued, MailRecord mail, List<String> recipients, String reason) {
    var envelope = mail.envelope();
    var unreached =
        envelope.withRecipients(
            envelope.recipients().stream()
                .filter(recipient -> recipients.contains(recipient.address()))
                .toList());
    var letter = MailRecordCodec.encode(Topic.DLQ_MAIL, mail.withEnvelope(unreached));
    Map.of(
            DeadLetters.REASON, reason,
            DeadLetters.SERVICE, service,
            DeadLetters.SOURCE_TOPIC, queued.body().topic(),
            DeadLetters.SOURCE_PARTITION, Integer.toString(queued.body().partition()),
            DeadLetters.SOURCE_OFFSET, Long.toString(queued.body().offset()),
            DeadLetters.AT, clock.instant().toString())
        .forEach(
            (name, value) -> letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return switch (producer.send(letter)) {
      case SendOutcome.Stored _ -> true;
      case SendOutcome.NotStored(var why) -> notDead(why);
      case SendOutcome.Unknown(var why) -> notDead(why);
    };
  }

  private static boolean notDead(String why) {
    LOG.warn("not written to {}, tried again: {}", Topic.DLQ_MAIL.topicName(), why);
    return false;
  }
}
