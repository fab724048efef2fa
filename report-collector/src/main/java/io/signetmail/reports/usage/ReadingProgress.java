package io.signetmail.reports.usage;

import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/// Finds out how far a store has read topics: the time of the oldest record that is not in it yet.
///
/// A stored position below the end of the log does not mean that something is unread: transactions
/// leave marks in the log that are no records. So what lies there is looked at.
final class ReadingProgress {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConnection connection;
  private final Map<String, Topic> topicByGroup;
  private final InstantSource clock;

  /// @param topicByGroup which group stores which topic
  ReadingProgress(
      KafkaConnection connection, Map<String, Topic> topicByGroup, InstantSource clock) {
    this.connection = connection;
    this.topicByGroup = Map.copyOf(topicByGroup);
    this.clock = clock;
  }

  /// Everything written before the result is stored.
  ///
  /// @param stored asked with the partitions of each group, answers next offsets
  /// @throws KafkaException when the broker does not say
  Instant storedUntil(
      Function<Map<String, Set<TopicPartition>>, Map<TopicPartition, Long>> stored) {
    var config = connection.consumer();
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 1);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
    try (var consumer = new KafkaConsumer<String, byte[]>(config)) {
      var partitions = partitions(consumer);
      var now = clock.instant();
      // The ends first: what comes later is after now.
      var ends =
          consumer.endOffsets(
              partitions.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
      return oldestUnread(consumer, stored.apply(partitions), ends, now);
    }
  }

  private Map<String, Set<TopicPartition>> partitions(KafkaConsumer<String, byte[]> consumer) {
    var partitions = new HashMap<String, Set<TopicPartition>>();
    topicByGroup.forEach((group, topic) ->
        partitions.put(
            group,
            consumer.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet())));
    return partitions;
  }

  private Instant oldestUnread(
      KafkaConsumer<String, byte[]> consumer,
      Map<TopicPartition, Long> stored,
      Map<TopicPartition, Long> ends,
      Instant now) {
    var oldest = now;
    var open = new HashSet<TopicPartition>();
    ends.forEach((partition, end) -> {
      if (stored.getOrDefault(partition, 0L) < end) {
        open.add(partition);
      }
    });
    consumer.assign(open);
    for (var partition : open) {
      var position = stored.get(partition);
      if (position == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, position);
      }
    }
    var deadline = clock.instant().plus(PATIENCE);
    while (!open.isEmpty()) {
      for (var record : consumer.poll(POLL)) {
        var written = Instant.ofEpochMilli(record.timestamp());
        oldest = written.isBefore(oldest) ? written : oldest;
        done(consumer, open, new TopicPartition(record.topic(), record.partition()));
      }
      for (var partition : Set.copyOf(open)) {
        if (consumer.position(partition) >= ends.getOrDefault(partition, 0L)) {
          done(consumer, open, partition);
        }
      }
      if (clock.instant().isAfter(deadline)) {
        throw new TimeoutException("what is unread of " + open + " cannot be seen");
      }
    }
    return oldest;
  }

  private static void done(
      KafkaConsumer<String, byte[]> consumer,
      Collection<TopicPartition> open,
      TopicPartition partition) {
    open.remove(partition);
    consumer.pause(List.of(partition));
  }
}
