package io.signetmail.bus.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.bus.BrokerTest;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.TestMail;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import io.signetmail.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class TransactionModeTest extends BrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static TransactionMode mode(Topic source, TransactionHandler handler, Duration patience) {
    return new TransactionMode(
        connection(),
        source,
        Topic.MAIL_SIGN_RETRY,
        new RetryTiers(Duration.ofMillis(200), Duration.ofMillis(800)),
        "signers-of-" + source.topicName(),
        "test-" + source.topicName(),
        "dkim-signer",
        handler,
        50,
        patience,
        Duration.ofDays(5),
        InstantSource.system(),
        TestMail.RANDOM,
        new WorkerMetrics(new SimpleMeterRegistry(), "test"));
  }

  private static Outcome pass(io.signetmail.bus.MailRecord mail) {
    return new Outcome.Emit(
        Topic.MAIL_OUTBOUND,
        mail,
        List.of(
            new MailEvent.Signed(
                1, mail.id().value(), Instant.now(), "shop.example", "s1", "rsa")));
  }

  private static List<String> keys(Topic topic, List<String> among) {
    return everything(topic).stream().map(ConsumerRecord::key).filter(among::contains).toList();
  }

  @Test
  void everyRecordPassesOnceAcrossRestartsAndABrokerRestart() {
    var sent = new ArrayList<String>();
    try (var producer = new DurableProducer(connection())) {
      for (int round = 0; round < 3; round++) {
        try (var _ = WorkerLoop.start(mode(Topic.MAIL_SIGN, TransactionModeTest::pass, PATIENCE))) {
          for (int i = 0; i < 100; i++) {
            var mail = TestMail.saying("round " + round + " mail " + i);
            sent.add(mail.id().value());
            assertThat(producer.send(Topic.MAIL_SIGN, mail)).isInstanceOf(SendOutcome.Stored.class);
          }
          if (round == 1) {
            kafka().stop();
            kafka().start();
          }
          if (round == 2) {
            Await.until(
                LIMIT,
                "all passed on",
                () -> keys(Topic.MAIL_OUTBOUND, sent).size() >= sent.size());
          }
        }
      }
    }
    assertThat(keys(Topic.MAIL_OUTBOUND, sent)).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(keys(Topic.MAIL_EVENTS, sent)).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void whatCannotBeDoneNowWaitsAndIsDoneLaterAndWhatIsTooOldDies() {
    var keysAreThere = new AtomicBoolean();
    TransactionHandler handler =
        mail -> keysAreThere.get() ? pass(mail) : new Outcome.Retry("key-service is away");
    var young = TestMail.saying("young");
    var old = TestMail.saying("old", Instant.now().minus(Duration.ofDays(6)));
    try (var producer = new DurableProducer(connection());
        var _ = WorkerLoop.start(mode(Topic.MAIL_INBOUND, handler, PATIENCE));
        var _ = WorkerLoop.start(mode(Topic.MAIL_SIGN_RETRY, handler, PATIENCE))) {
      var stored =
          List.of(producer.send(Topic.MAIL_INBOUND, young), producer.send(Topic.MAIL_INBOUND, old));
      assertThat(stored).allMatch(SendOutcome.Stored.class::isInstance);
      Await.until(
          LIMIT,
          "the young one has waited twice",
          () -> keys(Topic.MAIL_SIGN_RETRY, List.of(young.id().value())).size() >= 2);
      keysAreThere.set(true);
      Await.until(
          LIMIT,
          "the young one passed",
          () -> keys(Topic.MAIL_OUTBOUND, List.of(young.id().value())).size() == 1);
    }
    var dead =
        everything(Topic.DLQ_MAIL).stream().filter(r -> r.key().equals(old.id().value())).toList();
    assertThat(dead).hasSize(1);
    assertThat(dead.getFirst().value()).isEqualTo(old.message());
    assertThat(MailRecordCodec.text(dead.getFirst().headers(), DeadLetters.REASON))
        .hasValueSatisfying(
            r -> assertThat(r).contains("given up").contains("key-service is away"));
  }

  @Test
  void aPoisonRecordGoesToTheDeadLettersAndStopsNobody() {
    var good = TestMail.saying("good");
    try (var producer = new DurableProducer(connection());
        var _ = WorkerLoop.start(mode(Topic.MAIL_DEFERRED, TransactionModeTest::pass, PATIENCE))) {
      var poison =
          new ProducerRecord<>(
              Topic.MAIL_DEFERRED.topicName(), "poison", "x".getBytes(StandardCharsets.UTF_8));
      assertThat(producer.send(poison)).isInstanceOf(SendOutcome.Stored.class);
      assertThat(producer.send(Topic.MAIL_DEFERRED, good)).isInstanceOf(SendOutcome.Stored.class);
      Await.until(
          LIMIT,
          "the good one passed and the poison lies apart",
          () ->
              keys(Topic.MAIL_OUTBOUND, List.of(good.id().value())).size() == 1
                  && keys(Topic.DLQ_MAIL, List.of("poison")).size() == 1);
    }
  }

  /// Waiting longer each time, in the partitions of its tier.
  @Test
  void eachRetryWaitsInTheNextTier() {
    var mail = TestMail.saying("again and again");
    TransactionHandler never = _ -> new Outcome.Retry("not yet");
    try (var producer = new DurableProducer(connection());
        var _ = WorkerLoop.start(mode(Topic.MAIL_REPORTS, never, PATIENCE));
        var _ = WorkerLoop.start(mode(Topic.MAIL_SIGN_RETRY, never, PATIENCE))) {
      assertThat(producer.send(Topic.MAIL_REPORTS, mail)).isInstanceOf(SendOutcome.Stored.class);
      Await.until(LIMIT, "four tries", () -> waiting(mail).size() >= 4);
    }
    var waits =
        waiting(mail).stream().sorted(Comparator.comparingInt(RetryHeaders::failures)).toList();
    for (int i = 0; i < 4; i++) {
      var record = waits.get(i);
      assertThat(RetryHeaders.failures(record)).isEqualTo(i + 1);
      assertThat(record.partition()).as("three partitions, three tiers").isEqualTo(Math.min(i, 2));
      long wait = List.of(200L, 400L, 800L).get(Math.min(i, 2));
      if (i < 3) {
        assertThat(waits.get(i + 1).timestamp() - RetryHeaders.notBefore(record))
            .as("not tried before its time")
            .isNotNegative();
      }
      assertThat(RetryHeaders.notBefore(record) - record.timestamp()).isLessThanOrEqualTo(wait);
    }
  }

  private static List<ConsumerRecord<String, byte[]>> waiting(MailRecord mail) {
    return everything(Topic.MAIL_SIGN_RETRY).stream()
        .filter(record -> record.key().equals(mail.id().value()))
        .toList();
  }

  @Test
  void aHandlerThatHangsHoldsUpNobodyAndItsMessageWaits() {
    var hanging = TestMail.saying("hangs");
    var others = IntStream.range(0, 20).mapToObj(i -> TestMail.saying("other " + i)).toList();
    var over = new CountDownLatch(1);
    TransactionHandler handler =
        mail -> {
          if (mail.id().equals(hanging.id())) {
            try {
              over.await();
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          }
          return pass(mail);
        };
    try (var producer = new DurableProducer(connection());
        var _ = WorkerLoop.start(mode(Topic.AUTH_RESULTS, handler, Duration.ofMillis(500)))) {
      assertThat(producer.send(Topic.AUTH_RESULTS, hanging)).isInstanceOf(SendOutcome.Stored.class);
      others.forEach(mail ->
          assertThat(producer.send(Topic.AUTH_RESULTS, mail))
              .isInstanceOf(SendOutcome.Stored.class));
      var keys = others.stream().map(mail -> mail.id().value()).toList();
      Await.until(
          LIMIT,
          "the others passed and the hanging one waits",
          () ->
              keys(Topic.MAIL_OUTBOUND, keys).size() == keys.size()
                  && waiting(hanging).size() == 1);
    } finally {
      over.countDown();
    }
    assertThat(keys(Topic.MAIL_OUTBOUND, List.of(hanging.id().value()))).isEmpty();
  }
}
