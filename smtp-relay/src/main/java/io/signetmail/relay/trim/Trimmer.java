package io.signetmail.relay.trim;

import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import io.signetmail.relay.store.TrimStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes records of the relay's topics up to the first that an unfinished row, or the intake,
/// still needs.
///
/// Every relay may run it at any time: the bound is settled in the database first.
public final class Trimmer {
  private static final Logger LOG = LoggerFactory.getLogger(Trimmer.class);
  private static final List<String> TOPICS =
      List.of(
          Topic.MAIL_INBOUND.topicName(),
          Topic.MAIL_OUTBOUND.topicName(),
          Topic.MAIL_DEFERRED.topicName());

  private final KafkaConnection connection;
  private final TrimStore store;
  private final Map<TopicPartition, Long> trimmed = new HashMap<>();

  public Trimmer(KafkaConnection connection, TrimStore store) {
    this.connection = connection;
    this.store = store;
  }

  /// One round. Throws when Kafka or the database is away; the next round does it then.
  public synchronized void trim() {
    try (var admin = connection.admin()) {
      var deletions = new HashMap<TopicPartition, RecordsToDelete>();
      for (var partition : partitions(admin)) {
        var bound = store.settle(partition, () -> end(admin, partition));
        var before = trimmed.getOrDefault(partition, 0L);
        if (bound > before) {
          deletions.put(partition, RecordsToDelete.beforeOffset(bound));
        } else if (bound < before) {
          trimmed.remove(partition); // a new log, or one that is kept for now
        }
      }
      delete(admin, deletions);
    } catch (ExecutionException e) {
      throw new TrimFailed(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<TopicPartition> partitions(Admin admin)
      throws ExecutionException, InterruptedException {
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : admin.describeTopics(TOPICS).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
    }
    return partitions;
  }

  private static long end(Admin admin, TopicPartition partition) {
    try {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw new TrimFailed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrimFailed(e);
    }
  }

  private void delete(Admin admin, Map<TopicPartition, RecordsToDelete> deletions)
      throws ExecutionException, InterruptedException {
    if (deletions.isEmpty()) {
      return;
    }
    admin.deleteRecords(deletions).all().get();
    deletions.forEach((partition, upto) -> trimmed.put(partition, upto.beforeOffset()));
    LOG.debug("trimmed {}", deletions);
  }

  /// Nothing was lost by it: what could not be deleted is deleted later.
  private static final class TrimFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrimFailed(Throwable cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }
}
