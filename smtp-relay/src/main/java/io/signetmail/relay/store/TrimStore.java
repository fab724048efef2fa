package io.signetmail.relay.store;

import io.signetmail.bus.topic.Topic;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Says up to where a partition is finished with: no row needs a record below, none is still to be
/// read.
public final class TrimStore {
  private final Jdbi jdbi;
  private final String group;

  TrimStore(Jdbi jdbi, String group) {
    this.jdbi = jdbi;
    this.group = group;
  }

  /// The bound of one partition. It is a promise: from now on no row will point below it.
  ///
  /// @param end the end of the partition, read before this call
  public long settle(TopicPartition partition, long end) {
    return jdbi.inTransaction(handle -> {
      var trimmed = new TrimmedRows(handle);
      trimmed.lock(partition.topic(), partition.partition());
      var bound = Math.min(read(handle, partition, end), needed(handle, partition, end));
      trimmed.advance(partition.topic(), partition.partition(), bound);
      return bound;
    });
  }

  /// What we have read. Nobody reads mail.deferred from the start: all of it counts.
  private long read(Handle handle, TopicPartition partition, long end) {
    if (partition.topic().equals(Topic.MAIL_DEFERRED.topicName())) {
      return end;
    }
    return handle
        .createQuery(
            """
            select next_offset from consumed_offsets
            where consumer_group = :group and topic = :topic and partition = :partition
            """)
        .bind("group", group)
        .bind("topic", partition.topic())
        .bind("partition", partition.partition())
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  private static long needed(Handle handle, TopicPartition partition, long end) {
    return handle
        .createQuery(
            """
            select coalesce(min(record_offset), :end) from mail
            where topic = :topic and partition = :partition and closed_at is null
            """)
        .bind("end", end)
        .bind("topic", partition.topic())
        .bind("partition", partition.partition())
        .mapTo(Long.class)
        .one();
  }
}
