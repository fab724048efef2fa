package io.signetmail.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.RecordPosition;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.Queue.Finished;
import io.signetmail.testkit.EmbeddedPostgres;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrimStoreTest {
  private static final TopicPartition OUTBOUND = new TopicPartition("mail.outbound", 0);
  private static final TopicPartition DEFERRED = new TopicPartition("mail.deferred", 3);

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
  void whatWasNotReadIsKept() {
    assertThat(world.trim.settle(OUTBOUND, () -> 100)).isZero();
  }

  @Test
  void whatARowStillNeedsIsKept() {
    world.arrives("ann", "a@one.example");
    world.arrives("bob", "b@one.example");

    assertThat(world.trim.settle(OUTBOUND, () -> 100)).isZero();
    world.claim(10).stream()
        .filter(claim -> claim.lane().tenant().equals("ann"))
        .forEach(claim -> world.finish(claim, new Outcome.Delivered("250 ok")));
    assertThat(world.trim.settle(OUTBOUND, () -> 100)).isEqualTo(1);
  }

  @Test
  void finishedMailIsTrimmedUpToWhatWasRead() {
    world.arrives("ann", "a@one.example");
    world.finish(world.claimOne(), new Outcome.Delivered("250 ok"));

    assertThat(world.trim.settle(OUTBOUND, () -> 100)).isEqualTo(1);
  }

  @Test
  void aDeferredBodyFreesItsSourceAndIsKeptWhereItWaits() {
    world.arrives("ann", "a@one.example");
    var later = new Outcome.Deferred("451 later", world.now.plus(Duration.ofMinutes(1)));
    var copy = new RecordPosition("mail.deferred", 3, 17);

    assertThat(world.finish(world.claimOne(), later, Optional.of(copy))).isEqualTo(Finished.STORED);

    assertThat(world.trim.settle(OUTBOUND, () -> 100)).isEqualTo(1);
    assertThat(world.trim.settle(DEFERRED, () -> 100)).isEqualTo(17);
    world.pass(Duration.ofMinutes(2));
    var again = world.claimOne();
    assertThat(again.mail().body()).isEqualTo(copy);
    world.finish(again, new Outcome.Delivered("250 ok"));
    assertThat(world.trim.settle(DEFERRED, () -> 100)).isEqualTo(100);
  }

  /// The copy was written, then the trimmer ran, and only then the row is to point at it.
  @Test
  void aRowNeverPointsAtACopyThatIsGone() {
    var mail = world.arrives("ann", "a@one.example");
    var claim = world.claimOne();
    assertThat(world.trim.settle(DEFERRED, () -> 18)).isEqualTo(18);

    var later = new Outcome.Deferred("451 later", world.now.plus(Duration.ofMinutes(1)));
    var copy = Optional.of(new RecordPosition("mail.deferred", 3, 17));

    assertThat(world.finish(claim, later, copy)).isEqualTo(Finished.COPY_TRIMMED);
    assertThat(world.queue.bodyOf(mail.id())).contains(mail.body());
    assertThat(world.state(mail.id(), "a@one.example")).isEqualTo("leased");
  }

  /// A broker that came back without its disk: what it gets now must not be deleted for what was
  /// read before.
  @Test
  void aLogThatWasReplacedIsKeptUntilTheIntakeHasBegunAgain() {
    world.arrives("ann", "a@one.example");
    world.arrives("ann", "b@one.example");
    world.claim(10).forEach(claim -> world.finish(claim, new Outcome.Delivered("250 ok")));
    assertThat(world.trim.settle(OUTBOUND, () -> 2)).isEqualTo(2);

    assertThat(world.trim.settle(OUTBOUND, () -> 1)).isZero();
    assertThat(world.trim.settle(OUTBOUND, () -> 1)).isZero();
  }

  @Test
  void aCopyInALogThatWasReplacedIsNotTakenForOneThatIsGone() {
    world.arrives("ann", "a@one.example");
    assertThat(world.trim.settle(DEFERRED, () -> 500)).isEqualTo(500);
    assertThat(world.trim.settle(DEFERRED, () -> 3)).isEqualTo(3);

    var later = new Outcome.Deferred("451 later", world.now.plus(Duration.ofMinutes(1)));
    var copy = Optional.of(new RecordPosition("mail.deferred", 3, 4));
    assertThat(world.finish(world.claimOne(), later, copy)).isEqualTo(Finished.STORED);
  }
}
