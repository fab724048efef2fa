package io.signetmail.keys.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeysChanged;
import io.signetmail.testkit.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every change reaches `keys.changed`, with a version that grows.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class EventsTest {
  private static final String TOPIC = "keys.changed";

  private static Map<String, Object> kafka() {
    return Map.of(
        "bootstrap.servers",
        ConfigProvider.getConfig().getValue("signet.kafka.bootstrap", String.class));
  }

  @BeforeEach
  void ready() {
    Api.awaitReady();
  }

  /// The topic appears only now: what changed before waits in the outbox.
  private static void makeTopic() throws Exception {
    Api.ADMIN.domain("before-the-topic.example");
    try (var admin = Admin.create(kafka())) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
    }
  }

  @Test
  void changesArePublished() throws Exception {
    makeTopic();
    var admin = Api.ADMIN;
    admin.domain("event.example");
    admin.user("eve", "password1", "event.example");
    admin.activeKey("event.example", "e1", ",\"algorithm\":\"ed25519\"");
    admin.post("/v1/domains/event.example/keys/e1/retire");
    admin.delete("/v1/domains/event.example");

    var newest = new HashMap<String, Long>();
    try (var consumer =
        new KafkaConsumer<>(kafka(), new StringDeserializer(), new ByteArrayDeserializer())) {
      var partitions = List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Await.until(
          Duration.ofSeconds(20),
          "all events: " + newest,
          () -> {
            consumer
                .poll(Duration.ofMillis(200))
                .forEach(record -> {
                  var event = BusJson.read(record.value(), KeysChanged.class).orElseThrow();
                  assertThat(event.key()).isEqualTo(record.key());
                  assertThat(event.v()).isEqualTo(1);
                  newest.merge(event.key(), event.version(), Math::max);
                });
            // domain: made, key made, active, retired, domain removed
            return newest.getOrDefault("domain:event.example", 0L) == 5
                // user: made, granted, grant suspended with the domain
                && newest.getOrDefault("user:eve", 0L) == 3
                && newest.containsKey("domain:before-the-topic.example");
          });
    }
  }

  /// The same again is no change: it must not make every signer forget what it knows.
  @Test
  void repeatedPutsAnnounceNothing() {
    var admin = Api.ADMIN;
    admin.domain("again.example");
    admin.user("adam", "password1", "again.example");
    int before = auditSize();
    admin.put("/v1/domains/again.example", "{}").statusCode(200);
    admin.put("/v1/users/adam", "{\"password\":\"password1\"}").statusCode(200);
    admin.put("/v1/users/adam", "{}").statusCode(200);
    admin.put("/v1/users/adam/grants/again.example", "{}").statusCode(200);
    admin.delete("/v1/users/adam/grants/none.example").statusCode(204);
    assertThat(auditSize()).isEqualTo(before);
  }

  private static int auditSize() {
    return Api.ADMIN.get("/v1/audit?limit=1").extract().path("entries[0].id");
  }
}
