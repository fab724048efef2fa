package io.signetmail.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.MessageId;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.Selection;
import io.signetmail.relay.queue.Verb;
import io.signetmail.testkit.EmbeddedPostgres;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueVerbsTest {
  private static EmbeddedPostgres postgres;
  private QueueFixture world;

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedPostgres.create();
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void emptyQueue() {
    world = new QueueFixture(postgres);
  }

  @AfterEach
  void closeQueue() {
    world.close();
  }

  @Test
  void whatIsHeldIsNotTriedUntilItIsRetried() {
    var mail = world.arrives("ann", "a@one.example");

    assertThat(apply(Verb.HOLD, of(mail.id()))).isEqualTo(1);
    world.pass(Duration.ofDays(1));
    assertThat(world.claim(10)).isEmpty();
    assertThat(
            world.trim.settle(
                new org.apache.kafka.common.TopicPartition("mail.outbound", 0), () -> 9))
        .as("its body is kept")
        .isZero();

    assertThat(apply(Verb.RETRY, of(mail.id()))).isEqualTo(1);
    assertThat(world.claim(10)).hasSize(1);
  }

  @Test
  void whatWaitsForItsTimeIsTriedNow() {
    world.arrives("ann", "a@one.example");
    var tomorrow = world.now.plus(Duration.ofDays(1));
    world.finish(world.claimOne(), new Outcome.Deferred("451 later", tomorrow));
    world.pass(Duration.ofSeconds(1));
    assertThat(world.claim(10)).isEmpty();

    assertThat(apply(Verb.RETRY, to("one.example"))).isEqualTo(1);
    assertThat(world.claim(10)).hasSize(1);
  }

  @Test
  void whatIsDroppedIsFinishedAndSaysWhoDidIt() {
    var mail = world.arrives("ann", "a@one.example", "b@two.example");

    assertThat(apply(Verb.DROP, to("one.example"))).isEqualTo(1);
    assertThat(world.isClosed(mail.id())).isFalse();
    assertThat(apply(Verb.DROP, to("two.example"))).isEqualTo(1);

    assertThat(world.isClosed(mail.id())).isTrue();
    assertThat(world.claim(10)).isEmpty();
    assertThat(world.count("outbox")).as("dead events").isEqualTo(2);
  }

  @Test
  void whatSomebodyIsTryingIsLeftAlone() {
    var mail = world.arrives("ann", "a@one.example");
    world.claimOne();

    assertThat(apply(Verb.DROP, of(mail.id()))).isZero();
    assertThat(apply(Verb.HOLD, of(mail.id()))).isZero();
    assertThat(apply(Verb.RETRY, of(mail.id()))).isZero();
    assertThat(world.state(mail.id(), "a@one.example")).isEqualTo("leased");
  }

  @Test
  void onlyWhatTheSelectionFitsIsTouched() {
    world.arrives("ann", "a@one.example");
    world.arrives("bob", "a@one.example");
    world.arrives("bob", "b@two.example");

    var selection =
        new Selection(
            Optional.empty(), Optional.empty(), Optional.of("bob"), Optional.of("one.example"));
    assertThat(apply(Verb.HOLD, selection)).isEqualTo(1);
    assertThat(world.claim(10)).hasSize(2);
  }

  @Test
  void everyVerbIsInTheAudit() {
    world.arrives("ann", "a@one.example");
    apply(Verb.HOLD, to("one.example"));
    apply(Verb.DROP, to("nowhere.example"));

    var lines =
        world.jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "select actor || ' ' || verb || ' ' || selection || ' ' || recipients"
                        + " from audit order by id")
                .mapTo(String.class)
                .list());
    assertThat(lines)
        .containsExactly(
            "carol hold destination=one.example 1", "carol drop destination=nowhere.example 0");
  }

  private int apply(Verb verb, Selection selection) {
    return world.verbs.apply(verb, selection, "carol", world.now);
  }

  private static Selection of(MessageId id) {
    return new Selection(Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Selection to(String destination) {
    return new Selection(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(destination));
  }
}
