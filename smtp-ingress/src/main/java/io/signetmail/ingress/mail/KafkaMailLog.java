package io.signetmail.ingress.mail;

import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.EventPublisher;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.kafka.SendOutcome;
import java.util.List;

/// {@link MailLog} on Kafka. Thread-safe.
public final class KafkaMailLog implements MailLog {
  private final DurableProducer producer;
  private final EventPublisher events;

  /// Writes with this producer; closing it is the caller's.
  public KafkaMailLog(DurableProducer producer) {
    this.producer = producer;
    this.events = new EventPublisher(producer);
  }

  @Override
  public List<SendOutcome> store(List<Routed> mails) {
    return producer.sendAll(
        mails.stream().map(m -> MailRecordCodec.encode(m.topic(), m.mail())).toList());
  }

  @Override
  public String history(AuthResultEvent event) {
    return problem(events.publish(event));
  }

  @Override
  public String history(MailEvent event) {
    return problem(events.publish(event));
  }

  private static String problem(SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Stored _ -> "";
      case SendOutcome.NotStored(var reason) -> reason;
      case SendOutcome.Unknown(var reason) -> reason;
    };
  }
}
