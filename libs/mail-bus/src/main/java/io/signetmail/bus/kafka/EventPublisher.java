package io.signetmail.bus.kafka;

import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.topic.Topic;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Writes history: what was done with a message. Thread-safe, blocking like {@link
/// DurableProducer}.
public final class EventPublisher {
  private final DurableProducer producer;

  public EventPublisher(DurableProducer producer) {
    this.producer = producer;
  }

  public SendOutcome publish(MailEvent event) {
    return producer.send(record(event));
  }

  public SendOutcome publish(AuthResultEvent event) {
    return producer.send(record(event));
  }

  /// The record of an event, for those who send it within a transaction or an outbox.
  public static ProducerRecord<String, byte[]> record(MailEvent event) {
    return new ProducerRecord<>(
        Topic.MAIL_EVENTS.topicName(), event.messageId(), BusJson.write(event));
  }

  public static ProducerRecord<String, byte[]> record(AuthResultEvent event) {
    return new ProducerRecord<>(
        Topic.AUTH_RESULTS.topicName(), event.messageId(), BusJson.write(event));
  }
}
