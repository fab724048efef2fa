package io.signetmail.bus.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.BrokerTest;
import io.signetmail.bus.TestMail;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import io.signetmail.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupTrimmerTest extends BrokerTest {
  private static final String GROUP = "readers";

  @Test
  void whatTheGroupHasCommittedIsDeletedAndNothingElse() {
    try (var producer = new DurableProducer(connection())) {
      send(producer, Topic.MAIL_SIGN, 20);
      var other = send(producer, Topic.MAIL_OUTBOUND, 5);
      commitEverything(Topic.MAIL_SIGN);
      var later = send(producer, Topic.MAIL_SIGN, 7);

      try (var _ =
          GroupTrimmer.start(
              connection(), Map.of(Topic.MAIL_SIGN, GROUP), Duration.ofMillis(100))) {
        Await.until(LIMIT, "trimmed", () -> everything(Topic.MAIL_SIGN).size() <= 7);
      }
      assertThat(keys(Topic.MAIL_SIGN)).containsExactlyInAnyOrderElementsOf(later);
      assertThat(keys(Topic.MAIL_OUTBOUND)).containsExactlyInAnyOrderElementsOf(other);
    }
  }

  private static List<String> send(DurableProducer producer, Topic topic, int count) {
    var sent = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var mail = TestMail.saying("mail " + i);
      sent.add(mail.id().value());
      assertThat(producer.send(topic, mail)).isInstanceOf(SendOutcome.Stored.class);
    }
    return sent;
  }

  private static List<String> keys(Topic topic) {
    return everything(topic).stream().map(ConsumerRecord::key).toList();
  }

  private static void commitEverything(Topic topic) {
    try (var consumer = new KafkaConsumer<String, byte[]>(connection().groupMember(GROUP))) {
      var partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      var ends = new HashMap<TopicPartition, OffsetAndMetadata>();
      consumer
          .endOffsets(partitions)
          .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
      consumer.commitSync(ends);
    }
  }
}
