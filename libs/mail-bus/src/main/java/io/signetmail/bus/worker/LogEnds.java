package io.signetmail.bus.worker;

import io.signetmail.bus.kafka.KafkaConnection;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/// Where partitions end. An open transaction does not hide what lies behind it, as it would from a
/// reader of committed records, whose end would be too low.
final class LogEnds {
  private LogEnds() {}

  /// @throws KafkaException when the broker does not say within ten seconds
  static Map<TopicPartition, Long> of(
      KafkaConnection connection, Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    var latest = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    try (var admin = connection.admin()) {
      var ends = new HashMap<TopicPartition, Long>();
      admin
          .listOffsets(latest)
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw new KafkaException("log ends cannot be read", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
