package io.signetmail.bus.worker;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// Holds back records whose time has not come ({@link RetryHeaders#NOT_BEFORE}): their partition is
/// rewound and paused until the first of them is due ({@link RetryTiers} say why nothing waits
/// behind something later). Belongs to the consumer's thread.
final class DelayedPartitions {
  private final KafkaConsumer<String, byte[]> consumer;
  private final InstantSource clock;
  private final Map<TopicPartition, Long> resumeAt = new HashMap<>();

  DelayedPartitions(KafkaConsumer<String, byte[]> consumer, InstantSource clock) {
    this.consumer = consumer;
    this.clock = clock;
  }

  void resumeDue() {
    if (resumeAt.isEmpty()) {
      return;
    }
    resumeAt.keySet().retainAll(consumer.assignment());
    long now = clock.millis();
    var due = resumeAt.entrySet().stream().filter(e -> e.getValue() <= now).map(Map.Entry::getKey);
    Set<TopicPartition> partitions = Set.copyOf(due.toList());
    consumer.resume(partitions);
    resumeAt.keySet().removeAll(partitions);
  }

  List<ConsumerRecord<String, byte[]>> due(ConsumerRecords<String, byte[]> polled) {
    long now = clock.millis();
    var due = new ArrayList<ConsumerRecord<String, byte[]>>(polled.count());
    for (var partition : polled.partitions()) {
      for (var record : polled.records(partition)) {
        if (RetryHeaders.notBefore(record) > now) {
          hold(partition, record);
          break;
        }
        due.add(record);
      }
    }
    return due;
  }

  private void hold(TopicPartition partition, ConsumerRecord<String, byte[]> record) {
    consumer.seek(partition, record.offset());
    consumer.pause(List.of(partition));
    resumeAt.put(partition, RetryHeaders.notBefore(record));
  }
}
