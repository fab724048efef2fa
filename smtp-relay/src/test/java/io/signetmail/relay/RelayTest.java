package io.signetmail.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.MailEvent;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.DeadLetters;
import io.signetmail.relay.queue.RetrySchedule;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.EmbeddedPostgres;
import io.signetmail.testkit.SinkRule;
import io.signetmail.testkit.SinkRule.Action;
import io.signetmail.testkit.SinkRule.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The relay between a real Kafka, a real PostgreSQL and a next hop that does as it is told.
class RelayTest {
  private static EmbeddedPostgres postgres;
  private static EmbeddedKafka kafka;
  private RelayWorld world;

  @BeforeAll
  static void start() {
    postgres = EmbeddedPostgres.create();
    kafka = EmbeddedKafka.create();
  }

  @AfterAll
  static void stop() {
    kafka.close();
    postgres.close();
  }

  @BeforeEach
  void build() {
    world = new RelayWorld(kafka, postgres);
  }

  @AfterEach
  void tearDown() {
    world.close();
  }

  @Test
  void deliversBothWaysByteForByteInOneTransactionPerDestination() {
    world.start();
    var out = world.outbound("a@one.example", "b@one.example", "c@two.example");
    world.inbound("bob@served.example");

    var mails = world.sink.awaitCount(RelayWorld.SOON, 3);

    assertThat(mails)
        .anySatisfy(mail -> {
          assertThat(mail.recipients()).containsExactlyInAnyOrder("a@one.example", "b@one.example");
          assertThat(mail.message()).isEqualTo(RelayWorld.body("outbound"));
          assertThat(mail.mailFrom()).isEqualTo("sender@shop.example");
        })
        .anySatisfy(mail -> assertThat(mail.message()).isEqualTo(RelayWorld.body("inbound")));
    awaitStates(out, "delivered", "delivered", "delivered");
    Await.until(
        RelayWorld.SOON,
        "four delivered events",
        () ->
            world.topics.events().stream().filter(MailEvent.Delivered.class::isInstance).count()
                == 4);
  }

  @Test
  void whatIsFinishedIsTrimmed() {
    world.start();
    world.outbound("a@one.example");
    world.inbound("bob@served.example");
    world.sink.awaitCount(RelayWorld.SOON, 2);

    Await.until(
        RelayWorld.SOON,
        "both topics empty",
        () -> world.kept(Topic.MAIL_OUTBOUND) == 0 && world.kept(Topic.MAIL_INBOUND) == 0);
  }

  @Test
  void aDeferredMessageWaitsInMailDeferredAndIsDelivered() {
    world.sink.rule(new SinkRule(Stage.RCPT, "", new Action.Reply("451 4.2.1 busy"), 3));
    world.start(slow());
    var id = world.outbound("a@one.example");

    Await.until(
        RelayWorld.SOON,
        "source trimmed, copy kept",
        () -> world.kept(Topic.MAIL_OUTBOUND) == 0 && world.kept(Topic.MAIL_DEFERRED) == 1);
    var mail = world.sink.awaitCount(RelayWorld.SOON, 1).getFirst();

    assertThat(mail.message()).isEqualTo(RelayWorld.body("outbound"));
    awaitStates(id, "delivered");
    assertThat(world.topics.read(Topic.MAIL_DEFERRED)).hasSizeLessThanOrEqualTo(1);
    Await.until(
        RelayWorld.SOON, "the copy trimmed too", () -> world.kept(Topic.MAIL_DEFERRED) == 0);
    Await.until(
        RelayWorld.SOON,
        "three deferred events and one delivered",
        () -> {
          var events = world.topics.events();
          return events.stream().filter(MailEvent.Deferred.class::isInstance).count() == 3
              && events.stream().anyMatch(MailEvent.Delivered.class::isInstance);
        });
  }

  @Test
  void aSenderWhoAuthenticatedIsToldOnceAboutWhatWasRefused() {
    world.sink.rule(SinkRule.refuseRecipient("no@one.example", "550 5.1.1 no such user"));
    world.start();
    var id = world.outbound("yes@one.example", "no@one.example");

    world.sink.awaitCount(RelayWorld.SOON, 1);
    awaitStates(id, "delivered", "failed");
    Await.until(RelayWorld.SOON, "a bounce", () -> !world.topics.read(Topic.MAIL_SIGN).isEmpty());

    var bounces = world.topics.read(Topic.MAIL_SIGN);
    assertThat(bounces).hasSize(1);
    var envelope = MailRecordCodec.text(bounces.getFirst().headers(), "envelope").orElseThrow();
    assertThat(envelope)
        .contains("\"mailFrom\":\"\"", "\"sender@shop.example\"", "\"listener\":\"dsn\"");
    assertThat(TopicReader.text(bounces.getFirst()))
        .contains("Final-Recipient: rfc822; no@one.example", "Status: 5.1.1", "Action: failed")
        .contains("Subject: outbound")
        .doesNotContain("yes@one.example");
    Await.until(
        RelayWorld.SOON,
        "a bounced event",
        () -> world.topics.events().stream().anyMatch(MailEvent.Bounced.class::isInstance));
  }

  /// From the refusal to the sender's own server. In between is the signer; a platform without a
  /// key for its own name lets its bounces through unsigned.
  @Test
  void theBounceReachesTheNextHop() {
    world.sink.rule(SinkRule.refuseRecipient("no@one.example", "550 5.1.1 no such user"));
    world.start();
    world.outbound("no@one.example");
    Await.until(RelayWorld.SOON, "a bounce", () -> !world.topics.read(Topic.MAIL_SIGN).isEmpty());

    var bounce = world.topics.read(Topic.MAIL_SIGN).getFirst();
    var signed =
        new org.apache.kafka.clients.producer.ProducerRecord<>(
            Topic.MAIL_OUTBOUND.topicName(), null, bounce.key(), bounce.value(), bounce.headers());
    assertThat(world.producer.send(signed))
        .isInstanceOf(io.signetmail.bus.kafka.SendOutcome.Stored.class);

    var mail = world.sink.awaitCount(RelayWorld.SOON, 1).getFirst();
    assertThat(mail.mailFrom()).isEmpty();
    assertThat(mail.recipients()).containsExactly("sender@shop.example");
    assertThat(mail.message()).isEqualTo(bounce.value());
  }

  /// Inbound mail was checked, its sender was not authenticated: telling it would be backscatter.
  @Test
  void inboundMailThatIsRefusedGoesToTheOperator() {
    world.sink.rule(SinkRule.always(Stage.END_OF_DATA, new Action.Reply("554 5.7.1 not here")));
    world.start();
    var id = world.inbound("bob@served.example");

    awaitStates(id, "failed");
    var letters = world.topics.read(Topic.DLQ_MAIL);
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().key()).isEqualTo(id.value());
    assertThat(letters.getFirst().value()).isEqualTo(RelayWorld.body("inbound"));
    assertThat(MailRecordCodec.text(letters.getFirst().headers(), DeadLetters.REASON).orElseThrow())
        .contains("554 5.7.1 not here");
    assertThat(world.topics.read(Topic.MAIL_SIGN)).isEmpty();
    Await.until(
        RelayWorld.SOON,
        "a dead event",
        () -> world.topics.events().stream().anyMatch(MailEvent.Dead.class::isInstance));
  }

  @Test
  void ofThreeRecipientsEachGetsItsOwnEnd() {
    world.sink.rule(SinkRule.refuseRecipient("no@one.example", "550 5.1.1 no such user"));
    world.sink.rule(new SinkRule(Stage.RCPT, "later@", new Action.Reply("450 4.2.1 busy"), 1));
    world.start();
    var id = world.outbound("yes@one.example", "no@one.example", "later@one.example");

    var mails = world.sink.awaitCount(RelayWorld.SOON, 2);

    assertThat(mails.get(0).recipients()).containsExactly("yes@one.example");
    assertThat(mails.get(1).recipients()).containsExactly("later@one.example");
    awaitStates(id, "delivered", "delivered", "failed");
    assertThat(world.sink.mails()).hasSize(2);
  }

  @Test
  void aConnectionLostBeforeTheEndOfDataIsTriedAgain() {
    world.sink.rule(new SinkRule(Stage.DATA, "", new Action.Drop(), 2));
    world.start();
    world.outbound("a@one.example");

    world.sink.awaitCount(RelayWorld.SOON, 1);
  }

  /// RFC 1047: kept by the next hop, and we never heard of it.
  @Test
  void whatIsInDoubtIsSentAgain() {
    world.sink.rule(SinkRule.once(Stage.END_OF_DATA, new Action.KeepThenDrop()));
    world.start();
    var id = world.outbound("a@one.example");

    assertThat(world.sink.awaitCount(RelayWorld.SOON, 2))
        .allSatisfy(mail -> assertThat(mail.recipients()).containsExactly("a@one.example"));
    awaitStates(id, "delivered");
  }

  @Test
  void aNextHopThatHangsHoldsUpOnlyItsOwnMail() {
    world.sink.rule(new SinkRule(Stage.RCPT, "@slow.", new Action.Delay(Duration.ofMinutes(5)), 5));
    world.start();
    world.put(
        Topic.MAIL_OUTBOUND, RelayWorld.envelope("tom", "hang@slow.example"), RelayWorld.body("x"));
    world.outbound("a@fast.example");

    assertThat(world.sink.awaitCount(Duration.ofSeconds(5), 1).getFirst().recipients())
        .containsExactly("a@fast.example");
  }

  @Test
  void mailThatIsTooOldIsGivenUpAndItsSenderTold() {
    world.sink.rule(SinkRule.always(Stage.MAIL, new Action.Reply("451 4.3.2 not today")));
    world.start(
        RelayWorld.options(
            new RetrySchedule(
                Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(600))));
    var id = world.outbound("a@one.example");

    awaitStates(id, "failed");
    Await.until(RelayWorld.SOON, "a bounce", () -> !world.topics.read(Topic.MAIL_SIGN).isEmpty());
    assertThat(TopicReader.text(world.topics.read(Topic.MAIL_SIGN).getFirst()))
        .contains("Status: 5.4.7", "451 4.3.2 not today");
  }

  @Test
  void aRecordThatIsNoMailDoesNotStopTheQueue() {
    world.start();
    var _ =
        world.producer.send(
            new org.apache.kafka.clients.producer.ProducerRecord<>(
                Topic.MAIL_OUTBOUND.topicName(), 0, "nonsense", new byte[] {1, 2, 3}));
    world.outbound("a@one.example");

    world.sink.awaitCount(RelayWorld.SOON, 1);
    Await.until(
        RelayWorld.SOON, "a dead letter", () -> world.topics.read(Topic.DLQ_MAIL).size() == 1);
  }

  @Test
  void theSameRecordTwiceIsDeliveredOnce() {
    var envelope = RelayWorld.envelope("ann", "a@one.example");
    var mail =
        io.signetmail.bus.MailRecord.of(
            new io.signetmail.bus.MessageId("01JDC0000000000000000000A1"),
            envelope,
            RelayWorld.body("once"),
            io.signetmail.bus.TraceContext.start(new java.util.Random(1)));
    for (var i = 0; i < 3; i++) {
      var _ = world.producer.send(Topic.MAIL_OUTBOUND, mail);
    }
    world.start();
    var last = world.outbound("z@last.example");

    awaitStates(last, "delivered");
    Await.until(
        RelayWorld.SOON, "all read and trimmed", () -> world.kept(Topic.MAIL_OUTBOUND) == 0);
    assertThat(world.sink.mails()).hasSize(2);
  }

  private static RelayOptions slow() {
    return RelayWorld.options(
        new RetrySchedule(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofDays(5)));
  }

  private void awaitStates(io.signetmail.bus.MessageId id, String... states) {
    Await.until(
        RelayWorld.SOON,
        List.of(states) + " for " + id,
        () -> world.states(id).equals(List.of(states)));
  }
}
