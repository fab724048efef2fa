package io.signetmail.bus.worker;

import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Records in, records out, exactly once: consumed offsets and produced records commit together.
///
/// @param source topic that is read
/// @param retry topic for records that must wait; may be {@code source} itself
/// @param tiers how long they wait there
/// @param group consumer group
/// @param transactionalId stable name of this instance for this source; a restart under the same
///   name ends what its predecessor left open at once
/// @param service name in dead letters
/// @param batch most records in one transaction
/// @param patience how long a batch may be handled; what is not done by then waits like a retry.
///   Well below the five minutes after which the group takes the partitions away
/// @param giveUpAfter age of the message past which a retry becomes a dead letter
public record TransactionMode(
    KafkaConnection connection,
    Topic source,
    Topic retry,
    RetryTiers tiers,
    String group,
    String transactionalId,
    String service,
    TransactionHandler handler,
    int batch,
    Duration patience,
    Duration giveUpAfter,
    InstantSource clock,
    RandomGenerator random,
    WorkerMetrics metrics) {
  WorkerSession open() {
    return new TransactionSession(this);
  }
}
