package io.signetmail.ingress.mail;

import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.EventPublisher;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.kafka.SendOutcome;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// {@link MailLog} on Kafka. Thread-safe.
public final class KafkaMailLog implements MailLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaMailLog.class);

  private final DurableProducer producer;

  /// Writes with this producer; closing it is the caller's, and waits for what is under way.
  public KafkaMailLog(DurableProducer producer) {
    this.producer = producer;
  }

  @Override
  public List<SendOutcome> store(List<Routed> mails) {
    return producer.sendAll(
        mails.stream().map(m -> MailRecordCodec.encode(m.topic(), m.mail())).toList());
  }

  @Override
  public String history(AuthResultEvent event, List<MailEvent> steps) {
    var written = producer.begin(EventPublisher.record(event));
    steps.forEach(this::history);
    return switch (written.get()) {
      case SendOutcome.Stored _ -> "";
      case SendOutcome.NotStored(var reason) -> reason;
      case SendOutcome.Unknown(var reason) -> reason;
    };
  }

  @Override
  public void history(AuthResultEvent deferred) {
    later(EventPublisher.record(deferred), deferred.messageId());
  }

  @Override
  public void history(MailEvent step) {
    later(EventPublisher.record(step), step.messageId());
  }

  private void later(ProducerRecord<String, byte[]> record, String messageId) {
    producer.sendLater(
        record, reason -> LOG.warn("history of {} not written: {}", messageId, reason));
  }
}
