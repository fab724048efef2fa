package io.signetmail.reports.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.testkit.EmbeddedKafka;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a store has not read decides how far its word reaches, and what is no record does not
/// count.
class ReadingProgressTest {
  private static final EmbeddedKafka KAFKA = EmbeddedKafka.create();
  private static final KafkaConnection CONNECTION = KafkaConnection.to(KAFKA.bootstrap(), "test");
  private static final Instant EARLY = Instant.parse("2026-11-20T10:00:00Z");
  private static final TopicPartition FIRST = new TopicPartition("mail.events", 0);
  private static final TopicPartition SECOND = new TopicPartition("mail.events", 1);

  @BeforeAll
  static void topics() throws InterruptedException, ExecutionException {
    try (var admin = CONNECTION.admin()) {
      new TopicProvisioner(admin, new TopicPlan(2, 1, 1, false)).provision();
    }
    try (var producer = new KafkaProducer<String, byte[]>(CONNECTION.transactionalProducer("t"))) {
      producer.initTransactions();
      write(producer, FIRST, EARLY);
      write(producer, FIRST, EARLY.plusSeconds(60));
      write(producer, SECOND, EARLY.plusSeconds(30));
      producer.beginTransaction();
      producer.send(record(SECOND, EARLY.minusSeconds(900))).get();
      producer.abortTransaction();
    }
  }

  @AfterAll
  static void stop() {
    KAFKA.close();
  }

  /// Offsets 0 and 2 of the first partition are records, 1 and 3 the marks of their transactions.
  private static void write(
      KafkaProducer<String, byte[]> producer, TopicPartition partition, Instant at)
      throws InterruptedException, ExecutionException {
    producer.beginTransaction();
    producer.send(record(partition, at)).get();
    producer.commitTransaction();
  }

  private static ProducerRecord<String, byte[]> record(TopicPartition partition, Instant at) {
    return new ProducerRecord<>(
        partition.topic(), partition.partition(), at.toEpochMilli(), "key", new byte[] {1});
  }

  private static Instant storedUntil(Map<TopicPartition, Long> positions) {
    return new ReadingProgress(
            CONNECTION, Map.of("history", Topic.MAIL_EVENTS), InstantSource.system())
        .storedUntil(_ -> positions);
  }

  @Test
  void nothingStoredReachesToTheFirstRecord() {
    assertThat(storedUntil(Map.of())).isEqualTo(EARLY);
  }

  @Test
  void theOldestUnreadRecordOfAnyPartitionDecides() {
    assertThat(storedUntil(Map.of(FIRST, 1L, SECOND, 1L))).isEqualTo(EARLY.plusSeconds(60));
    assertThat(storedUntil(Map.of(FIRST, 3L))).isEqualTo(EARLY.plusSeconds(30));
  }

  @Test
  void marksAndAbortedRecordsAreNotWaitedFor() {
    var before = Instant.now();
    assertThat(storedUntil(Map.of(FIRST, 3L, SECOND, 1L))).isAfterOrEqualTo(before);
  }
}
