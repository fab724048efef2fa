package io.signetmail.relay;

import io.signetmail.bus.BusJson;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// Reads everything a topic got since this reader was made.
public final class TopicReader implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<TopicPartition, Long> from = new HashMap<>();

  TopicReader(KafkaConnection connection) {
    consumer = new KafkaConsumer<>(connection.consumer());
    for (var topic : Topic.values()) {
      from.putAll(ends(topic));
    }
  }

  Map<TopicPartition, Long> ends(Topic topic) {
    return consumer.endOffsets(partitions(topic));
  }

  private List<TopicPartition> partitions(Topic topic) {
    return consumer.partitionsFor(topic.topicName()).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  public List<ConsumerRecord<String, byte[]>> read(Topic topic) {
    var partitions = partitions(topic);
    consumer.assign(partitions);
    partitions.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
    var ends = consumer.endOffsets(partitions);
    var records = new ArrayList<ConsumerRecord<String, byte[]>>();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      consumer.poll(Duration.ofMillis(200)).forEach(records::add);
    }
    return records;
  }

  public List<MailEvent> events() {
    return read(Topic.MAIL_EVENTS).stream()
        .map(record -> BusJson.read(record.value(), MailEvent.class).orElseThrow())
        .toList();
  }

  static String text(ConsumerRecord<String, byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
