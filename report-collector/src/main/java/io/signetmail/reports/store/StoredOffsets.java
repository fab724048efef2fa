package io.signetmail.reports.store;

import io.signetmail.bus.store.Offsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What both readers of the log do: store rows and offsets in one transaction.
final class StoredOffsets {
  private final Jdbi database;
  private final String group;

  StoredOffsets(Jdbi database, String group) {
    this.database = database;
    this.group = group;
  }

  Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws SQLException {
    return run(handle -> Offsets.load(handle.getConnection(), group, partitions));
  }

  void store(Rows rows, Offsets.Advance advance) throws SQLException {
    run(handle -> {
      rows.store(handle);
      Offsets.save(handle.getConnection(), advance);
      return advance;
    });
  }

  private <T> T run(Work<T> work) throws SQLException {
    try {
      return database.inTransaction(handle -> work.in(handle));
    } catch (RuntimeException e) {
      throw StoreFailed.in(e);
    }
  }

  /// Rows of one batch, within a transaction.
  interface Rows {
    void store(Handle handle);
  }

  private interface Work<T> {
    T in(Handle handle) throws SQLException;
  }
}
