package io.signetmail.bus.worker;

import io.signetmail.bus.store.Offsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// Stores what was read, in a database that also keeps how far it has read.
///
/// Both methods throw when the database cannot be used; the loop then waits and reads the same
/// records again. Bad content is never a reason to throw: it is stored as bad.
public interface StoredHandler {
  /// Next offset of each partition that has one.
  Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws SQLException;

  /// Stores the batch and moves the offsets, in one database transaction.
  void store(StoredBatch batch, Offsets.Advance advance) throws SQLException;
}
