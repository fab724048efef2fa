package io.signetmail.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedKafkaTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.create();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void recordOfThirtyMebibytesArrivesThroughATransaction() throws Exception {
    topic("large");
    var message = new byte[30 * 1024 * 1024];
    message[message.length - 1] = 7;
    try (var producer = producer(Map.of("transactional.id", "t1"))) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(new ProducerRecord<>("large", message));
      producer.commitTransaction();
    }
    assertThat(readAll("large", 1)).singleElement().isEqualTo(message);
  }

  @Test
  void abortedRecordsStayInvisible() throws Exception {
    topic("aborted");
    try (var producer = producer(Map.of("transactional.id", "t2"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("aborted", new byte[] {1})).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("aborted", new byte[] {2})).get();
      producer.commitTransaction();
    }
    assertThat(readAll("aborted", 1)).containsExactly(new byte[] {2});
  }

  @Test
  void shareGroupDeliversFromTheBeginning() throws Exception {
    topic("shared");
    shareFromEarliest("sharers");
    try (var producer = producer(Map.of())) {
      producer.send(new ProducerRecord<>("shared", new byte[] {5})).get();
    }
    try (var consumer =
        new KafkaShareConsumer<byte[], byte[]>(
            Map.of("bootstrap.servers", kafka.bootstrap(), "group.id", "sharers"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(Set.of("shared"));
      var got = new ArrayList<byte[]>();
      Await.until(
          LIMIT,
          "the record through the share group",
          () -> {
            consumer.poll(Duration.ofMillis(200)).forEach(r -> got.add(r.value()));
            return !got.isEmpty();
          });
      assertThat(got).containsExactly(new byte[] {5});
    }
  }

  @Test
  void stoppedAndStartedAgainKeepsPortAndRecords() throws Exception {
    try (var other = EmbeddedKafka.create()) {
      try (var admin = admin(other)) {
        admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
      }
      var before = other.bootstrap();
      other.stop();
      assertThat(Ports.isFree(other.settings().brokerPort())).isTrue();
      other.start();
      assertThat(other.bootstrap()).isEqualTo(before);
      try (var admin = admin(other)) {
        assertThat(admin.listTopics().names().get()).contains("kept");
      }
    }
  }

  private static void topic(String name) throws InterruptedException, ExecutionException {
    try (var admin = admin(kafka)) {
      var topic =
          new NewTopic(name, 1, (short) 1)
              .configs(Map.of("max.message.bytes", "" + BrokerSettings.MAX_MESSAGE_BYTES));
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  private static void shareFromEarliest(String group)
      throws InterruptedException, ExecutionException {
    try (var admin = admin(kafka)) {
      Collection<AlterConfigOp> earliest =
          List.of(
              new AlterConfigOp(
                  new ConfigEntry("share.auto.offset.reset", "earliest"),
                  AlterConfigOp.OpType.SET));
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), earliest))
          .all()
          .get();
    }
  }

  private static Admin admin(EmbeddedKafka of) {
    return Admin.create(Map.<String, Object>of("bootstrap.servers", of.bootstrap()));
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> extra) {
    var settings = new java.util.HashMap<String, Object>(extra);
    settings.put("bootstrap.servers", kafka.bootstrap());
    settings.put("max.request.size", BrokerSettings.MAX_MESSAGE_BYTES);
    settings.put("buffer.memory", 64L * 1024 * 1024);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static List<byte[]> readAll(String topic, int count) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", kafka.bootstrap(), "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var got = new ArrayList<byte[]>();
      Await.until(
          LIMIT,
          count + " records in " + topic,
          () -> {
            consumer.poll(Duration.ofMillis(200)).forEach(r -> got.add(r.value()));
            return got.size() >= count;
          });
      return got;
    }
  }
}
