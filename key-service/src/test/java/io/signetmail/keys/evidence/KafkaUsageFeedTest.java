package io.signetmail.keys.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeyUsage;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.EmbeddedKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is read from the topic as report-collector writes it.
class KafkaUsageFeedTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Instant T = Instant.parse("2026-11-23T10:00:00Z");
  private static final EmbeddedKafka KAFKA = EmbeddedKafka.create();
  private static final KafkaConnection CONNECTION = KafkaConnection.to(KAFKA.bootstrap(), "test");
  private static final DurableProducer PRODUCER =
      new DurableProducer(CONNECTION.withBufferBytes(1 << 20));

  @BeforeAll
  static void topics() {
    try (var admin = CONNECTION.admin()) {
      new TopicProvisioner(admin, new TopicPlan(1, 1, 1, false)).provision();
    }
  }

  @AfterAll
  static void stop() {
    PRODUCER.close();
    KAFKA.close();
  }

  private static void write(
      String domain,
      String selector,
      Instant observed,
      @Nullable Instant signed,
      @Nullable Instant reported) {
    var usage = new KeyUsage(KeyUsage.VERSION, domain, selector, observed, signed, reported);
    write(KeyUsage.key(domain, selector), BusJson.write(usage));
  }

  private static void write(String key, byte @Nullable [] value) {
    assertThat(PRODUCER.send(new ProducerRecord<>("keys.usage", key, value)))
        .isInstanceOf(SendOutcome.Stored.class);
  }

  private static Optional<KeyUsage> usage(UsageFeed feed, String domain) {
    return feed.of(new SigningKey.Id(new MailDomain(domain), new Selector("s1")));
  }

  @Test
  void whatWasThereAndWhatComesIsKnownAndStaysSeen() {
    write("shop.example", "s1", T, T.minusSeconds(60), null);
    write("*", "*", T, null, null);
    try (var feed = new KafkaUsageFeed(CONNECTION)) {
      feed.start();
      Await.until(LIMIT, "the feed is complete", () -> feed.completeAt().isPresent());
      assertThat(feed.completeAt()).contains(T);
      assertThat(usage(feed, "shop.example").orElseThrow().lastSigned())
          .isEqualTo(T.minusSeconds(60));
      assertThat(usage(feed, "other.example")).isEmpty();

      write("other.example", "s1", T, T, null);
      write("other.example", "s1", T.minusSeconds(9), T.minusSeconds(99), T.minusSeconds(50));
      write("other.example/s1", "not a usage".getBytes(UTF_8));
      write("other.example/s1", null);
      write("*", "*", T.minusSeconds(5), null, null);
      Await.until(
          LIMIT,
          "the feed goes back to what its writer can stand for",
          () -> feed.completeAt().equals(Optional.of(T.minusSeconds(5))));
      assertThat(usage(feed, "other.example"))
          .contains(new KeyUsage(1, "other.example", "s1", T, T, T.minusSeconds(50)));
    }
  }
}
