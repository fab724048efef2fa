package io.signetmail.bus.worker;

import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import java.util.List;
import java.util.random.RandomGenerator;

/// Records into a database that also keeps the offsets, so that a record counts exactly once.
///
/// @param sources topics that are read
/// @param group consumer group; also the name under which offsets are stored
/// @param batch most records in one round
public record StoredMode(
    KafkaConnection connection,
    List<Topic> sources,
    String group,
    StoredHandler handler,
    int batch,
    RandomGenerator random,
    WorkerMetrics metrics) {
  public StoredMode {
    sources = List.copyOf(sources);
  }

  WorkerSession open() {
    return new StoredSession(this);
  }
}
