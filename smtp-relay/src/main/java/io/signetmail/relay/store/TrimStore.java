package io.signetmail.relay.store;

import io.signetmail.bus.topic.Topic;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says up to where a partition is finished with: no row needs a record below, none is still to be
/// read.
public final class TrimStore {
  private static final Logger LOG = LoggerFactory.getLogger(TrimStore.class);

  private final Jdbi jdbi;
  private final String group;

  TrimStore(Jdbi jdbi, String group) {
    this.jdbi = jdbi;
    this.group = group;
  }

  /// The bound of one partition. It is a promise: from now on no row will point below it.
  ///
  /// A log that ends before what was read of it, or before what was deleted of it, was replaced.
  /// What was promised about the old one does not hold for the new one, and until the intake has
  /// begun again at its start, all of it is kept.
  ///
  /// @param end asks for the end of the partition, once nobody else can settle it
  public long settle(TopicPartition partition, LongSupplier end) {
    return jdbi.inTransaction(handle -> {
      var trimmed = new TrimmedRows(handle);
      var before = trimmed.lock(partition.topic(), partition.partition());
      var ends = end.getAsLong();
      if (before > ends) {
        LOG.error("{} ends at {} but was trimmed to {}: a new log", partition, ends, before);
        trimmed.startOver(partition.topic(), partition.partition());
      }
      var read = read(handle, partition, ends);
      var bound = read > ends ? 0 : Math.min(read, needed(handle, partition, ends));
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
