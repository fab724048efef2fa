package io.signetmail.keys.api;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeyUsage;
import io.signetmail.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rotation through the running service: its runner, its DNS, its database and its Kafka.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class RotationApiTest {
  private static final Api ADMIN = Api.ADMIN;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @BeforeEach
  void ready() {
    Api.awaitReady();
  }

  private static void awaitState(String rotation, String state) {
    Await.until(
        LIMIT,
        rotation + " is " + state,
        () -> ADMIN.get(rotation).extract().<String>path("state").equals(state));
  }

  private static String start(String domain, String body) {
    return "/v1/domains/%s/rotations/%s"
        .formatted(
            domain,
            ADMIN
                .post("/v1/domains/" + domain + "/rotations", body)
                .statusCode(201)
                .body("state", equalTo("awaiting-dns"))
                .extract()
                .<String>path("id"));
  }

  private static String zone(String domain, String selector) {
    return ADMIN.get("/v1/domains/" + domain + "/keys/" + selector).extract().path("record.zone");
  }

  @Test
  void theNewKeyTakesOverWhenItsRecordIsThere() throws Exception {
    ADMIN.domain("turn.example");
    ADMIN.activeKey("turn.example", "t1", ",\"algorithm\":\"ed25519\"");
    var rotation = start("turn.example", "{\"selector\":\"t2\"}");
    ADMIN.get(rotation).body("family", equalTo("ed25519")).body("user", equalTo(null));
    ADMIN
        .post("/v1/domains/turn.example/rotations", "{}")
        .statusCode(409)
        .body("type", equalTo("https://signetmail.io/problems/rotation-running"));
    Await.until(
        LIMIT,
        "it says what it waits for",
        () ->
            ADMIN
                .get(rotation)
                .extract()
                .<String>path("waitingFor")
                .contains("ns.example: no TXT record there"));

    KeyServiceBackends.DNS.add(zone("turn.example", "t2"));
    awaitState(rotation, "overlap");
    ADMIN
        .get(rotation)
        .body("outgoing", contains("t1"))
        .body("keys.state", hasItems("active", "retiring"))
        .body("removableRecords", equalTo(List.of()));
    ADMIN.post(rotation + "/cancel").statusCode(409);
    evidenceIsRead(rotation);
  }

  /// The feed was silent; then it speaks about the key.
  private static void evidenceIsRead(String rotation) throws Exception {
    Await.until(
        LIMIT,
        "nothing is known about the old key",
        () -> ADMIN.get(rotation).extract().<String>path("waitingFor").contains("no evidence"));
    var kafka =
        Map.<String, Object>of(
            "bootstrap.servers",
            ConfigProvider.getConfig().getValue("signet.kafka.bootstrap", String.class));
    try (var admin = Admin.create(kafka)) {
      var topic = new NewTopic("keys.usage", 1, (short) 1);
      admin.createTopics(List.of(topic.configs(Map.of("cleanup.policy", "compact")))).all().get();
    }
    var now = Instant.now();
    try (var producer =
        new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
      var usage = new KeyUsage(KeyUsage.VERSION, "turn.example", "t1", now, now, null);
      producer
          .send(
              new ProducerRecord<>(
                  "keys.usage", KeyUsage.key("turn.example", "t1"), BusJson.write(usage)))
          .get();
    }
    Await.until(
        LIMIT,
        "the old key is known to have signed",
        () ->
            ADMIN
                .get(rotation)
                .extract()
                .<String>path("waitingFor")
                .contains("may be verified until"));
  }

  @Test
  void cancelledBeforeItSigns() {
    ADMIN.domain("stay.example");
    ADMIN.activeKey("stay.example", "s1", ",\"algorithm\":\"ed25519\"");
    var rotation = start("stay.example", "{}");
    ADMIN
        .post(rotation + "/cancel")
        .statusCode(200)
        .body("state", equalTo("cancelled"))
        .body("removableRecords[0]", containsString("-ed25519._domainkey.stay.example"));
    ADMIN.get("/v1/domains/stay.example/keys/s1").body("state", equalTo("active"));
    ADMIN.get("/v1/domains/stay.example/rotations").body("rotations.state", contains("cancelled"));
    ADMIN.get("/v1/domains/stay.example/rotations/00").statusCode(404);
    ADMIN.get("/v1/domains/stay.example/rotations/%22x").statusCode(400);
    ADMIN.delete("/v1/domains/stay.example").statusCode(204);
    ADMIN.get(rotation).statusCode(404);
  }

  @Test
  void scheduleIsASetting() {
    ADMIN.domain("plan.example");
    var schedule = "/v1/domains/plan.example/rotation-schedule";
    ADMIN
        .get(schedule)
        .statusCode(404)
        .body("type", equalTo("https://signetmail.io/problems/unknown-schedule"));
    ADMIN.put(schedule, "{\"everyDays\":90}").statusCode(201).body("everyDays", equalTo(90));
    ADMIN.put(schedule, "{\"everyDays\":90}").statusCode(200);
    ADMIN.put(schedule, "{\"everyDays\":0}").statusCode(400).body("field", equalTo("everyDays"));
    ADMIN.put(schedule, "{}").statusCode(400).body("field", equalTo("everyDays"));
    ADMIN.delete(schedule).statusCode(204);
    ADMIN.get(schedule).statusCode(404);
  }
}
