package io.signetmail.bus.worker;

import io.signetmail.bus.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/// Dead letters: the record as it was, and why, where it came from and when.
public final class DeadLetters {
  public static final String REASON = "dlq-reason";
  public static final String SERVICE = "dlq-service";
  public static final String SOURCE_TOPIC = "dlq-topic";
  public static final String SOURCE_PARTITION = "dlq-partition";
  public static final String SOURCE_OFFSET = "dlq-offset";
  public static final String AT = "dlq-at";

  private DeadLetters() {}

  /// @param reason one sentence, without anything secret
  public static ProducerRecord<String, byte[]> record(
      ConsumerRecord<String, byte[]> dead, String service, String reason, Instant at) {
    var letter = new ProducerRecord<>(Topic.DLQ_MAIL.topicName(), null, dead.key(), dead.value());
    for (Header header : dead.headers()) {
      letter.headers().add(header);
    }
    List.of(
            new Note(REASON, reason),
            new Note(SERVICE, service),
            new Note(SOURCE_TOPIC, dead.topic()),
            new Note(SOURCE_PARTITION, Integer.toString(dead.partition())),
            new Note(SOURCE_OFFSET, Long.toString(dead.offset())),
            new Note(AT, at.toString()))
        .forEach(note ->
            letter.headers().add(note.name(), note.value().getBytes(StandardCharsets.UTF_8)));
    return letter;
  }

  private record Note(String name, String value) {}
}
