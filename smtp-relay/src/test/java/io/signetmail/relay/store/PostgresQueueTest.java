package io.signetmail.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.queue.ClaimLimits;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.Queue.Finished;
import io.signetmail.relay.queue.Stream;
import io.signetmail.testkit.EmbeddedPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresQueueTest {
  private static final Outcome DELIVERED = new Outcome.Delivered("250 2.0.0 ok");

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
  void recipientsOfOneDestinationAreOneClaim() {
    var mail = world.arrives("ann", "a@one.example", "b@one.example", "c@two.example");

    var claims = world.claim(10);

    assertThat(claims).hasSize(2).allMatch(claim -> claim.mail().equals(mail));
    assertThat(claims.stream().map(Claim::addresses))
        .containsExactlyInAnyOrder(
            List.of("a@one.example", "b@one.example"), List.of("c@two.example"));
  }

  @Test
  void aClaimedRecipientIsNobodyElses() {
    world.arrives("ann", "a@one.example");

    assertThat(world.claim(10)).hasSize(1);
    world.pass(Duration.ofSeconds(1));
    assertThat(world.claim(10, QueueFixture.limits("relay-2"))).isEmpty();
  }

  @Test
  void readingARecordAgainChangesNothing() {
    var mail = world.arrives("ann", "a@one.example");
    world.finish(world.claimOne(), DELIVERED);

    world.store(
        new io.signetmail.relay.queue.QueuedMail(
            mail.id(),
            mail.stream(),
            mail.submitter(),
            mail.reversePath(),
            mail.options(),
            mail.traceparent(),
            mail.sizeBytes(),
            mail.acceptedAt(),
            new RecordPosition(QueueFixture.OUTBOUND, 0, 1)),
        "a@one.example");

    world.pass(Duration.ofSeconds(1));
    assertThat(world.claim(10)).isEmpty();
    assertThat(world.state(mail.id(), "a@one.example")).isEqualTo("delivered");
  }

  /// The offsets move in the transaction of the rows: a batch that was not stored is read again.
  @Test
  void aReaderWhoLostThePartitionStoresNothing() {
    world.arrives("ann", "a@one.example");
    world.arrives("ann", "b@one.example");
    var stale = world.mail("bob");

    assertThatThrownBy(() ->
            world.intake.store(
                List.of(QueueFixture.arrival(stale, "c@one.example")),
                new io.signetmail.bus.store.Offsets.Advance(
                    "smtp-relay",
                    List.of(
                        new io.signetmail.bus.store.Offsets.Move(
                            new org.apache.kafka.common.TopicPartition(QueueFixture.OUTBOUND, 0),
                            0,
                            1))),
                world.now))
        .isInstanceOf(io.signetmail.bus.store.Offsets.StaleReader.class);
    assertThat(world.count("mail")).isEqualTo(2);
  }

  @Test
  void aMessageIsClosedWithItsLastRecipient() {
    var mail = world.arrives("ann", "a@one.example", "b@two.example");
    var claims = world.claim(10);

    world.finish(claims.get(0), DELIVERED);
    assertThat(world.isClosed(mail.id())).isFalse();
    world.finish(claims.get(1), new Outcome.Failed("550 5.1.1 no"));
    assertThat(world.isClosed(mail.id())).isTrue();
  }

  @Test
  void whatIsDeferredComesBackWhenItsTimeComes() {
    world.arrives("ann", "a@one.example");
    var inAMinute = world.now.plus(Duration.ofMinutes(1));
    world.finish(world.claimOne(), new Outcome.Deferred("451 4.3.0 later", inAMinute));

    world.pass(Duration.ofSeconds(59));
    assertThat(world.claim(10)).isEmpty();
    world.pass(Duration.ofSeconds(2));
    var again = world.claimOne();
    assertThat(again.recipients().getFirst().attempts()).isEqualTo(1);
  }

  @Test
  void whatWasReleasedDoesNotCountAsAnAttempt() {
    world.arrives("ann", "a@one.example");
    world.finish(
        world.claimOne(), new Outcome.Released("no body", world.now.plus(Duration.ofSeconds(10))));

    world.pass(Duration.ofSeconds(11));
    assertThat(world.claimOne().recipients().getFirst().attempts()).isZero();
  }

  @Test
  void eachRecipientHasItsOwnOutcome() {
    var mail = world.arrives("ann", "a@one.example", "b@one.example", "c@one.example");
    var later = world.now.plus(Duration.ofMinutes(1));

    world.finish(
        world.claimOne(),
        Map.of(
            "a@one.example", DELIVERED,
            "b@one.example", new Outcome.Deferred("451 4.2.1 busy", later),
            "c@one.example", new Outcome.Failed("550 5.1.1 unknown")),
        Optional.empty());

    assertThat(world.state(mail.id(), "a@one.example")).isEqualTo("delivered");
    assertThat(world.state(mail.id(), "b@one.example")).isEqualTo("due");
    assertThat(world.state(mail.id(), "c@one.example")).isEqualTo("failed");
    world.pass(Duration.ofMinutes(2));
    assertThat(world.claimOne().addresses()).containsExactly("b@one.example");
  }

  @Test
  void aLongLaneCostsTheOthersNothing() {
    for (var i = 0; i < 500; i++) {
      world.arrives("loud", "x" + i + "@slow.example");
    }
    world.arrives("quiet", "a@fast.example");

    var claims = world.claim(10);

    assertThat(claims).hasSizeLessThanOrEqualTo(10);
    assertThat(claims).anyMatch(claim -> claim.lane().tenant().equals("quiet"));
  }

  @Test
  void aLaneNeverHasMoreUnderWayThanItsLimit() {
    for (var i = 0; i < 50; i++) {
      world.arrives("loud", "x" + i + "@slow.example");
    }
    var taken = new ArrayList<Claim>();
    for (var round = 0; round < 10; round++) {
      taken.addAll(world.claim(64, QueueFixture.limits("relay-1", 7)));
      world.pass(Duration.ofSeconds(1));
    }
    assertThat(taken).hasSize(7);

    world.finish(taken.getFirst(), DELIVERED);
    assertThat(world.claim(64, QueueFixture.limits("relay-1", 7))).hasSize(1);
  }

  @Test
  void aDestinationNeverHasMoreUnderWayThanItsLimitWhoeverSends() {
    for (var i = 0; i < 60; i++) {
      world.arrives("user" + i % 30, "x" + i + "@slow.example");
    }
    world.arrives("quiet", "a@fast.example");
    var limits =
        new ClaimLimits("relay-1", Duration.ofSeconds(30), Duration.ofMillis(50), 20, 9, 100);
    var taken = new ArrayList<Claim>();
    for (var round = 0; round < 10; round++) {
      taken.addAll(world.claim(64, limits));
      world.pass(Duration.ofSeconds(1));
    }
    assertThat(taken.stream().filter(c -> c.lane().destination().equals("slow.example")))
        .hasSize(9);
    assertThat(taken).anyMatch(claim -> claim.lane().tenant().equals("quiet"));
  }

  @Test
  void lanesTakeTurns() {
    for (var lane = 0; lane < 6; lane++) {
      for (var i = 0; i < 5; i++) {
        world.arrives("user" + lane, "x" + i + "@one.example");
      }
    }
    var served = new TreeSet<String>();
    for (var round = 0; round < 3; round++) {
      world.claim(2).forEach(claim -> served.add(claim.lane().tenant()));
      world.pass(Duration.ofMillis(1)); // less than the pause a lane takes after its turn
    }
    assertThat(served).hasSize(6);
  }

  @Test
  void severalRelaysNeverTakeTheSameRecipient() throws Exception {
    var expected = new TreeSet<String>();
    for (var i = 0; i < 400; i++) {
      var recipient = "x" + i + "@d" + (i % 20) + ".example";
      expected.add(recipient);
      world.arrives("user" + (i % 7), recipient);
    }
    var taken = new ConcurrentLinkedQueue<String>();
    try (var relays = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var relay = 0; relay < 4; relay++) {
        var owner = "relay-" + relay;
        var _ =
            relays.submit(() -> {
              for (var round = 0; round < 60; round++) {
                var at = world.now.plusSeconds(round);
                world
                    .queue
                    .claim(at, Stream.OUTBOUND, 16, QueueFixture.limits(owner, 1_000))
                    .claims()
                    .forEach(claim -> taken.addAll(claim.addresses()));
              }
              return owner;
            });
      }
    }
    assertThat(taken).doesNotHaveDuplicates().hasSameElementsAs(expected);
  }

  @Test
  void theWorkOfADeadRelayIsTakenOver() {
    world.arrives("ann", "a@one.example");
    world.claimOne();

    assertThat(world.queue.recoverExpired(world.now)).isZero();
    world.leasesRunOut();
    assertThat(world.queue.recoverExpired(world.now)).isEqualTo(1);
    assertThat(world.claim(10, QueueFixture.limits("relay-2"))).hasSize(1);
  }

  /// Relays on several machines agree about it however their clocks differ.
  @Test
  void aLeaseEndsByTheClockOfTheDatabase() {
    world.arrives("ann", "a@one.example");
    world.claimOne();

    world.pass(Duration.ofDays(1));
    assertThat(world.queue.recoverExpired(world.now)).isZero();
  }

  @Test
  void aRenewedLeaseLasts() {
    world.arrives("ann", "a@one.example");
    var claim = world.claimOne();

    world.leasesRunOut();
    assertThat(world.queue.renew(Set.of(claim), Duration.ofSeconds(30))).isEqualTo(1);
    assertThat(world.queue.recoverExpired(world.now)).isZero();
  }

  /// The attempt that lost its lease and the one that has it may be of one process.
  @Test
  void anOldClaimHasNoPartInTheLeaseOfANewOne() {
    var mail = world.arrives("ann", "a@one.example");
    var old = world.claimOne();
    world.leasesRunOut();
    assertThat(world.queue.recoverExpired(world.now)).isEqualTo(1);
    var again = world.claimOne();
    assertThat(again.lease()).isNotEqualTo(old.lease());

    assertThat(world.queue.renew(Set.of(old), Duration.ofSeconds(30))).isZero();
    assertThat(world.finish(old, new Outcome.Failed("550 5.1.1 no")))
        .isEqualTo(Finished.STORED_LATE);
    assertThat(world.state(mail.id(), "a@one.example")).isEqualTo("leased");
    assertThat(world.finish(again, DELIVERED)).isEqualTo(Finished.STORED);
  }

  @Test
  void oneDirectionIsClaimedAtATime() {
    world.arrives("ann", "a@one.example");

    assertThat(world.queue.claim(world.now, Stream.INBOUND, 10, QueueFixture.limits("r")).claims())
        .isEmpty();
    assertThat(world.claim(10)).hasSize(1);
  }

  @Test
  void a250AfterTheLeaseWasLostStopsTheNextAttempt() {
    var mail = world.arrives("ann", "a@one.example");
    var claim = world.claimOne();
    world.leasesRunOut();
    assertThat(world.queue.recoverExpired(world.now)).isEqualTo(1);

    assertThat(world.finish(claim, DELIVERED)).isEqualTo(Finished.STORED_LATE);

    assertThat(world.state(mail.id(), "a@one.example")).isEqualTo("delivered");
    assertThat(world.isClosed(mail.id())).isTrue();
    assertThat(world.claim(10)).isEmpty();
  }

  @Test
  void badNewsAfterTheLeaseWasLostIsNotOursToTell() {
    var mail = world.arrives("ann", "a@one.example");
    var claim = world.claimOne();
    world.leasesRunOut();
    world.queue.recoverExpired(world.now);

    var told = new ArrayList<String>();
    var finished =
        world.queue.finish(
            new io.signetmail.relay.queue.Completion(
                claim,
                Map.of("a@one.example", new Outcome.Failed("550 5.1.1 no")),
                Optional.empty(),
                written -> {
                  told.addAll(written);
                  return List.of();
                }),
            world.now);

    assertThat(finished).isEqualTo(Finished.STORED_LATE);
    assertThat(told).isEmpty();
    assertThat(world.state(mail.id(), "a@one.example")).isEqualTo("due");
  }

  @Test
  void finishedMailIsForgottenLater() {
    world.arrives("ann", "a@one.example");
    world.finish(world.claimOne(), DELIVERED);
    world.arrives("ann", "b@two.example");

    assertThat(world.queue.forget(world.now.minus(Duration.ofDays(1)))).isZero();
    world.pass(Duration.ofDays(2));
    assertThat(world.queue.forget(world.now.minus(Duration.ofDays(1)))).isEqualTo(1);
    assertThat(world.count("mail")).isEqualTo(1);
  }

  @Test
  void bodyOfAnUnknownMessageIsEmpty() {
    assertThat(world.queue.bodyOf(new MessageId("0".repeat(26)))).isEmpty();
  }
}
