package io.signetmail.relay.store;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.store.Offsets;
import io.signetmail.relay.queue.Arrival;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Jdbi;

/// Rows and offsets of what was read, together or not at all.
public final class IntakeStore {
  private final Jdbi jdbi;

  IntakeStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  public Map<TopicPartition, Long> positions(String group, Collection<TopicPartition> partitions)
      throws SQLException {
    return jdbi.<Map<TopicPartition, Long>, SQLException>withHandle(
        handle -> Offsets.load(handle.getConnection(), group, partitions));
  }

  /// Returns the ids that were not in the queue before.
  public Set<MessageId> store(Collection<Arrival> arrivals, Offsets.Advance advance, Instant now)
      throws SQLException {
    return jdbi.<Set<MessageId>, SQLException>inTransaction(handle -> {
      var fresh = new ArrivalWriter(handle).write(arrivals, now);
      Offsets.save(handle.getConnection(), advance);
      return fresh;
    });
  }
}
