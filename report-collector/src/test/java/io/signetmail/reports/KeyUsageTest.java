package io.signetmail.reports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeyUsage;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import io.signetmail.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From signing events and reports to `keys.usage`, over a real broker and a real database.
@QuarkusTest
@WithTestResource(Backends.class)
class KeyUsageTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Instant SIGNED = Instant.parse("2026-11-23T09:00:00Z");
  private static final Instant PERIOD_END = Instant.parse("2026-11-22T23:59:59Z");
  private final Map<String, KeyUsage> newest = new HashMap<>();
  private DurableProducer producer;
  private KafkaConsumer<String, byte[]> consumer;

  @BeforeEach
  void connect() {
    producer = new DurableProducer(Backends.connection());
    consumer = new KafkaConsumer<>(Backends.connection().consumer());
    var partition = List.of(new TopicPartition(Topic.KEYS_USAGE.topicName(), 0));
    consumer.assign(partition);
    consumer.seekToBeginning(partition);
  }

  @AfterEach
  void disconnect() {
    producer.close();
    consumer.close();
  }

  private Optional<KeyUsage> usage(String key) {
    for (var record : consumer.poll(Duration.ofMillis(100))) {
      newest.put(record.key(), BusJson.read(record.value(), KeyUsage.class).orElseThrow());
    }
    return Optional.ofNullable(newest.get(key));
  }

  private void signed(String domain, String selector, Instant at) {
    var event = new MailEvent.Signed(1, "id", at, domain, selector, "rsa-sha256");
    var record = new ProducerRecord<>(Topic.MAIL_EVENTS.topicName(), "id", BusJson.write(event));
    assertThat(producer.send(record)).isInstanceOf(SendOutcome.Stored.class);
  }

  private static byte[] report(String id, String domain) {
    return new String(ReportMails.report(id), StandardCharsets.UTF_8)
        .replace("shop.example", domain)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aKeyIsSeenWhereItSignsAndWhereItPasses() {
    signed("seen.example", "s1", SIGNED);
    signed("seen.example", "s1", SIGNED.minusSeconds(60));
    signed("seen.example", "s2", SIGNED);
    var mail = ReportMails.trusted("text/xml", "a.xml", report("seen", "Seen.example"));
    assertThat(producer.send(Topic.MAIL_REPORTS, mail)).isInstanceOf(SendOutcome.Stored.class);

    Await.until(
        LIMIT,
        "s1 signed and reported",
        () ->
            usage("seen.example/s1")
                .filter(use -> SIGNED.equals(use.lastSigned()))
                .filter(use -> PERIOD_END.equals(use.lastReported()))
                .isPresent());
    assertThat(usage("seen.example/s2").orElseThrow())
        .satisfies(use -> assertThat(use.lastSigned()).isEqualTo(SIGNED))
        .satisfies(use -> assertThat(use.lastReported()).isNull());
  }

  @Test
  void theFeedSaysHowFarItReachesAgainAndAgain() {
    var before = Instant.now();
    var first = Await.value(LIMIT, "the feed's own record", () -> usage(KeyUsage.FEED_KEY));
    assertThat(first.domain()).isEqualTo("*");
    Await.until(
        LIMIT,
        "a later one, a minute behind the clock at most",
        () ->
            usage(KeyUsage.FEED_KEY)
                .filter(use -> use.observedAt().isAfter(first.observedAt()))
                .filter(use -> use.observedAt().isAfter(before.minusSeconds(61)))
                .isPresent());
  }

  /// Anyone can send a report about anybody.
  @Test
  void whatNobodyVouchedForIsNoEvidenceUntilSomebodyDoes() {
    signed("vouched.example", "other", SIGNED);
    var xml = report("vouched", "vouched.example");
    var mail = ReportMails.mail("", "text/xml", "a.xml", xml);
    assertThat(producer.send(Topic.MAIL_REPORTS, mail)).isInstanceOf(SendOutcome.Stored.class);
    Await.until(LIMIT, "the signing", () -> usage("vouched.example/other").isPresent());
    Await.until(LIMIT, "the report", () -> api().get("/v1/reports").asString().contains("vouched"));
    var published = usage(KeyUsage.FEED_KEY).orElseThrow().observedAt();
    Await.until(
        LIMIT,
        "the next publication",
        () -> usage(KeyUsage.FEED_KEY).orElseThrow().observedAt().isAfter(published));
    assertThat(usage("vouched.example/s1")).isEmpty();

    api()
        .contentType("application/octet-stream")
        .body(xml)
        .post("/v1/reports")
        .then()
        .statusCode(200);
    Await.until(
        LIMIT,
        "counted now",
        () ->
            usage("vouched.example/s1")
                .filter(use -> PERIOD_END.equals(use.lastReported()))
                .isPresent());
  }

  private static io.restassured.specification.RequestSpecification api() {
    return given().header("Authorization", "Bearer " + Backends.TOKEN).queryParam("limit", 1_000);
  }
}
