package io.signetmail.cli.policy;

import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// The events on `auth.results`, from a moment up to now. Reads without a group, so it disturbs
/// nobody and keeps nothing.
record RecordedResults(KafkaConnection connection) {
  private static final Duration POLL = Duration.ofMillis(500);

  /// A broker that says nothing for so long is away.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /// @param each told every event; empty for a record that is none
  /// @throws IllegalArgumentException when Kafka cannot be read, saying why
  void since(Instant from, Consumer<Optional<AuthResultEvent>> each) {
    var config = connection.consumer();
    config.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
    try (var consumer = new KafkaConsumer<String, byte[]>(config)) {
      read(consumer, from, each);
    } catch (KafkaException e) {
      throw new IllegalArgumentException(
          Topic.AUTH_RESULTS.topicName() + " cannot be read at " + connection + ": " + e, e);
    }
  }

  private static void read(
      KafkaConsumer<String, byte[]> consumer,
      Instant from,
      Consumer<Optional<AuthResultEvent>> each) {
    var topic = Topic.AUTH_RESULTS.topicName();
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(topic, p.partition()))
            .toList();
    var ends = consumer.endOffsets(partitions);
    var starts =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(p -> p, _ -> from.toEpochMilli())));
    Map<TopicPartition, Long> left = new HashMap<>();
    consumer.assign(partitions);
    for (var partition : partitions) {
      var start = starts.get(partition);
      long end = ends.getOrDefault(partition, 0L);
      consumer.seek(partition, start == null ? end : start.offset());
      if (start != null && start.offset() < end) {
        left.put(partition, end);
      }
    }
    while (!left.isEmpty()) {
      for (var record : consumer.poll(POLL)) {
        var partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.getOrDefault(partition, 0L)) {
          each.accept(BusJson.read(record.value(), AuthResultEvent.class));
        }
      }
      left.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
    }
  }
}
