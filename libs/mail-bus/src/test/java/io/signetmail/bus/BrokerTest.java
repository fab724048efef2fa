package io.signetmail.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.testkit.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// A real broker with Signet's topics, one for each test class that extends it.
public abstract class BrokerTest {
  protected static final Duration LIMIT = Duration.ofSeconds(60);
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startBroker() {
    kafka = EmbeddedKafka.create();
    try (var admin = connection().admin()) {
      assertThat(new TopicProvisioner(admin, new TopicPlan(3, 1, 1, false)).provision())
          .hasSize(Topic.values().length);
    }
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  protected static EmbeddedKafka kafka() {
    return kafka;
  }

  protected static KafkaConnection connection() {
    return KafkaConnection.to(kafka.bootstrap(), "test");
  }

  /// Every committed record of a topic, from the beginning.
  protected static List<ConsumerRecord<String, byte[]>> everything(Topic topic) {
    try (var consumer = new KafkaConsumer<String, byte[]>(connection().consumer())) {
      var partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var records = new ArrayList<ConsumerRecord<String, byte[]>>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }
}
