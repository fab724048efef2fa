package io.signetmail.relay.store;

import io.signetmail.bus.RecordPosition;
import org.jdbi.v3.core.Handle;

/// The `trimmed` table: below which offset a partition may already be deleted.
///
/// A row is written before the deletion and read, locked, before a message is pointed at a copy. So
/// either the trimmer sees the message, or the message sees that its copy is gone.
final class TrimmedRows {
  private final Handle handle;

  TrimmedRows(Handle handle) {
    this.handle = handle;
  }

  /// Whether a record may be gone; until the end of the transaction the answer stays true.
  boolean isTrimmed(RecordPosition position) {
    create(position.topic(), position.partition());
    return handle
        .createQuery(
            """
            select upto > :offset from trimmed
            where topic = :topic and partition = :partition for share
            """)
        .bind("offset", position.offset())
        .bind("topic", position.topic())
        .bind("partition", position.partition())
        .mapTo(Boolean.class)
        .one();
  }

  /// Locks the row of a partition against {@link #isTrimmed} until the end of the transaction, and
  /// says what it holds.
  long lock(String topic, int partition) {
    create(topic, partition);
    return handle
        .createQuery(
            "select upto from trimmed where topic = :topic and partition = :partition for update")
        .bind("topic", topic)
        .bind("partition", partition)
        .mapTo(Long.class)
        .one();
  }

  /// Forgets what was deleted: the partition is a new one.
  void startOver(String topic, int partition) {
    handle
        .createUpdate("update trimmed set upto = 0 where topic = :topic and partition = :partition")
        .bind("topic", topic)
        .bind("partition", partition)
        .execute();
  }

  void advance(String topic, int partition, long upto) {
    handle
        .createUpdate(
            """
            update trimmed set upto = greatest(upto, :upto)
            where topic = :topic and partition = :partition
            """)
        .bind("upto", upto)
        .bind("topic", topic)
        .bind("partition", partition)
        .execute();
  }

  private void create(String topic, int partition) {
    handle
        .createUpdate("insert into trimmed values (:topic, :partition, 0) on conflict do nothing")
        .bind("topic", topic)
        .bind("partition", partition)
        .execute();
  }
}
