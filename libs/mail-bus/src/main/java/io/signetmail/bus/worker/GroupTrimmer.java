package io.signetmail.bus.worker;

import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes what the only group that reads a topic has committed: mail topics never expire by
/// themselves. Every instance of a service may run it; in a thread of its own, which goes on after
/// any trouble.
public final class GroupTrimmer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupTrimmer.class);
  private static final long SECONDS = 10;

  private final KafkaConnection connection;
  private final Map<Topic, String> readers;
  private final Duration every;
  private final Map<TopicPartition, Long> trimmed = new HashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private GroupTrimmer(KafkaConnection connection, Map<Topic, String> readers, Duration every) {
    this.connection = connection;
    this.readers = Map.copyOf(readers);
    this.every = every;
    this.thread = Thread.ofVirtual().name("trim").unstarted(this::run);
  }

  /// @param readers the one group that reads each topic
  public static GroupTrimmer start(
      KafkaConnection connection, Map<Topic, String> readers, Duration every) {
    var trimmer = new GroupTrimmer(connection, readers, every);
    trimmer.thread.start();
    return trimmer;
  }

  private void run() {
    try {
      while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        try (var admin = connection.admin()) {
          for (var reader : readers.entrySet()) {
            trim(admin, reader.getKey(), reader.getValue());
          }
        } catch (KafkaException e) {
          LOG.warn("topics not trimmed, again in {}: {}", every, e.toString());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void trim(Admin admin, Topic topic, String group) throws InterruptedException {
    try {
      var finished = finished(admin, topic, group);
      if (!finished.isEmpty()) {
        delete(admin, finished);
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("{} not trimmed, again in {}: {}", topic.topicName(), every, e.toString());
    }
  }

  private Map<TopicPartition, RecordsToDelete> finished(Admin admin, Topic topic, String group)
      throws ExecutionException, InterruptedException, TimeoutException {
    var finished = new HashMap<TopicPartition, RecordsToDelete>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get(SECONDS, TimeUnit.SECONDS)
        .forEach((partition, committed) -> {
          // Null for a partition that nothing was committed for.
          if (committed != null
              && partition.topic().equals(topic.topicName())
              && committed.offset() > trimmed.getOrDefault(partition, 0L)) {
            finished.put(partition, RecordsToDelete.beforeOffset(committed.offset()));
          }
        });
    return finished;
  }

  private void delete(Admin admin, Map<TopicPartition, RecordsToDelete> finished)
      throws InterruptedException, TimeoutException {
    var answers = admin.deleteRecords(finished).lowWatermarks();
    for (var answer : answers.entrySet()) {
      try {
        trimmed.put(
            answer.getKey(), answer.getValue().get(SECONDS, TimeUnit.SECONDS).lowWatermark());
      } catch (ExecutionException e) {
        // One partition without a leader is no reason to leave the others.
        LOG.warn("{} not trimmed, again in {}: {}", answer.getKey(), every, e.getCause());
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      var _ = thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
