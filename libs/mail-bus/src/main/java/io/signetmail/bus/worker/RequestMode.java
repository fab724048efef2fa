package io.signetmail.bus.worker;

import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.kafka.KafkaConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Questions shared out over a consumer group, each handled on its own virtual thread and answered
/// as soon as it is done (ADR on how the verifier consumes).
///
/// A record is done with when it is taken in hand, so a slow one never holds back the others; a
/// question lost with a process is asked again by its asker.
///
/// @param group consumer group
/// @param concurrency messages in hand at once
/// @param budget bytes in hand at once
/// @param hopelessAfter questions older than this are skipped: nobody waits for them any more
public record RequestMode(
    KafkaConnection connection,
    String group,
    VerdictHandler handler,
    int concurrency,
    BytesBudget budget,
    Duration hopelessAfter,
    InstantSource clock,
    RandomGenerator random,
    WorkerMetrics metrics) {
  WorkerSession open() {
    return new RequestSession(this);
  }
}
