package io.signetmail.keys.rotation;

import static io.signetmail.keys.rotation.RotationWorld.SHOP;
import static io.signetmail.keys.rotation.RotationWorld.TTL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.changes.AuditEntry;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.ProblemType;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.tokens.Actor;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A rotation from the call to the record that may go, and what can come between.
class RotationTest {
  private static final Duration LOOK = Duration.ofMinutes(1);
  private final RotationWorld world = new RotationWorld();

  /// To the moment in which s2 signs and s1 is kept for mail on its way.
  private Rotation overlap() {
    var rotation = world.start("s2");
    world.inDns.add("s2");
    world.settle();
    world.after(TTL);
    assertThat(world.get(rotation).state()).isEqualTo(RotationState.OVERLAP);
    return rotation;
  }

  @Test
  void theOldKeySignsUntilTheNewRecordIsEverywhereAndSettled() {
    var rotation = world.start("s2");
    world.settle();
    assertThat(world.get(rotation).state()).isEqualTo(RotationState.AWAITING_DNS);
    assertThat(world.get(rotation).phase().waitingFor())
        .contains("s2._domainkey.shop.example", "no TXT record", "The old key signs");
    assertThat(world.state("s1")).isEqualTo("active");

    world.inDns.add("s2");
    world.after(LOOK);
    assertThat(world.get(rotation).state()).isEqualTo(RotationState.PUBLISHED);
    assertThat(world.state("s2")).isEqualTo("published");
    assertThat(world.state("s1")).isEqualTo("active");
    world.after(TTL.minusSeconds(1));
    assertThat(world.state("s1")).isEqualTo("active");

    world.after(Duration.ofSeconds(1));
    assertThat(world.get(rotation).state()).isEqualTo(RotationState.OVERLAP);
    assertThat(world.state("s2")).isEqualTo("active");
    assertThat(world.state("s1")).isEqualTo("retiring");
    assertThat(world.get(rotation).removableRecords()).isEmpty();
  }

  @Test
  void theOldKeyRetiresOnlyOnFreshEvidence() {
    var rotation = overlap();
    world.after(Duration.ofDays(40));
    assertThat(world.get(rotation).phase().waitingFor()).contains("there is no evidence");

    world.feedAt = world.now.minus(Duration.ofHours(49));
    world.after(Duration.ofHours(1));
    assertThat(world.get(rotation).phase().waitingFor()).contains("too old");

    world.feedAt = world.now;
    world.sees("s1", null, world.now.minus(Duration.ofDays(2)));
    world.after(Duration.ofHours(1));
    assertThat(world.get(rotation).phase().waitingFor()).contains("unused for 7 days");
    assertThat(world.state("s1")).isEqualTo("retiring");

    world.sees("s1", null, world.now.minus(Duration.ofDays(8)));
    world.after(Duration.ofHours(1));
    assertThat(world.get(rotation).state()).isEqualTo(RotationState.DONE);
    assertThat(world.state("s1")).isEqualTo("retired");
    assertThat(world.get(rotation).removableRecords())
        .containsExactly("s1._domainkey.shop.example");
    assertThat(world.get(rotation).phase().waitingFor()).contains("may be removed");
  }

  @Test
  void aRecordThatVanishesIsNotActivatedAndKeepsTheOldOne() {
    var rotation = world.start("s2");
    world.inDns.add("s2");
    world.settle();
    world.inDns.remove("s2");
    world.after(TTL);
    assertThat(world.get(rotation).state()).isEqualTo(RotationState.PUBLISHED);
    assertThat(world.state("s1")).isEqualTo("active");

    world.inDns.add("s2");
    world.after(LOOK);
    world.inDns.remove("s2");
    world.feedAt = world.now.plus(Duration.ofDays(60));
    world.after(Duration.ofDays(60));
    assertThat(world.state("s1")).isEqualTo("retiring");
    assertThat(world.get(rotation).phase().waitingFor()).contains("is not on all servers");
  }

  @Test
  void neverPublishedEndsAndLeavesTheOldKeySigning() {
    var rotation = world.start("s2");
    world.after(Duration.ofDays(14).minusSeconds(1));
    assertThat(world.get(rotation).state()).isEqualTo(RotationState.AWAITING_DNS);
    world.after(LOOK);
    assertThat(world.get(rotation).state()).isEqualTo(RotationState.TIMED_OUT);
    assertThat(world.get(rotation).phase().waitingFor()).contains("14 days", "no TXT record");
    assertThat(world.state("s1")).isEqualTo("active");
    assertThat(world.state("s2")).isEqualTo("retired");
    assertThat(world.start("s3").state()).isEqualTo(RotationState.AWAITING_DNS);
  }

  @Test
  void twoAtOnceOfOneKindAreRefused() {
    var first = world.start("s2");
    assertThatThrownBy(() -> world.start("s3"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.ROTATION_RUNNING))
        .hasMessageContaining(first.id());
    var other =
        new Rotations.Wanted(
            Optional.empty(), Optional.of(KeyAlgorithm.RSA_2048), Optional.empty());
    assertThat(world.rotations.start(Actor.SERVICE, SHOP, other).rotation().scope().family())
        .isEqualTo(KeyAlgorithm.Family.RSA);
  }

  @Test
  void cancelRetiresTheNewKeyUnlessItSigns() {
    var rotation = world.start("s2");
    var cancelled = world.rotations.cancel(Actor.SERVICE, SHOP, rotation.id()).rotation();
    assertThat(cancelled.state()).isEqualTo(RotationState.CANCELLED);
    assertThat(cancelled.removableRecords()).containsExactly("s2._domainkey.shop.example");
    assertThat(world.state("s2")).isEqualTo("retired");
    assertThat(world.state("s1")).isEqualTo("active");
    assertThatThrownBy(() -> world.rotations.cancel(Actor.SERVICE, SHOP, rotation.id()))
        .hasMessageContaining("is over");
    var foreign = new MailDomain("bank.example");
    assertThatThrownBy(() -> world.rotations.get(Actor.SERVICE, foreign, rotation.id()))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void cancelComesTooLateOnceTheNewKeySigns() {
    var rotation = overlap();
    assertThatThrownBy(() -> world.rotations.cancel(Actor.SERVICE, SHOP, rotation.id()))
        .hasMessageContaining("activate the old key");
  }

  @Test
  void whatSomebodyDoesByHandIsFollowed() {
    var first = world.start("s2");
    var _ = world.keys.move(Actor.SERVICE, world.id("s2"), KeyState.ACTIVE, "operator");
    world.settle();
    assertThat(world.get(first).state()).isEqualTo(RotationState.OVERLAP);
    assertThat(world.get(first).outgoing()).containsExactly(world.id("s1").selector());

    var _ = world.keys.move(Actor.SERVICE, world.id("s1"), KeyState.ACTIVE, "operator");
    world.after(Duration.ofHours(1));
    assertThat(world.get(first).state()).isEqualTo(RotationState.CANCELLED);
    assertThat(world.get(first).removableRecords()).isEmpty();

    var second = world.start("s3");
    var _ = world.keys.move(Actor.SERVICE, world.id("s3"), KeyState.RETIRED, "operator");
    world.after(Duration.ofHours(1));
    assertThat(world.get(second).state()).isEqualTo(RotationState.CANCELLED);
    assertThat(world.state("s1")).isEqualTo("active");
  }

  /// Also the keys an earlier change by hand left behind.
  @Test
  void everyOldKeyOfTheKindIsTakenOverFrom() {
    world.activeKey("s0", KeyAlgorithm.ED25519);
    assertThat(world.state("s1")).isEqualTo("retiring");
    var rotation = overlap();
    assertThat(world.get(rotation).outgoing())
        .containsExactly(world.id("s0").selector(), world.id("s1").selector());
  }

  @Test
  void aScheduleStartsRotationsAndSkipsWhatRuns() {
    var put = world.schedules.put(Actor.SERVICE, SHOP, 90);
    assertThat(put.created()).isTrue();
    assertThat(world.schedules.put(Actor.SERVICE, SHOP, 90).created()).isFalse();
    assertThat(world.schedules.startDue()).isFalse();

    world.now = world.now.plus(Duration.ofDays(90));
    assertThat(world.schedules.startDue()).isTrue();
    assertThat(world.rotations.list(Actor.SERVICE, SHOP, 10)).hasSize(1);
    assertThat(world.schedules.startDue()).isFalse();

    world.now = world.now.plus(Duration.ofDays(90));
    assertThat(world.schedules.startDue()).isTrue();
    assertThat(world.rotations.list(Actor.SERVICE, SHOP, 10)).hasSize(1);
    world.schedules.delete(Actor.SERVICE, SHOP);
    assertThatThrownBy(() -> world.schedules.get(Actor.SERVICE, SHOP))
        .hasMessageContaining("only by call");
  }

  @Test
  void anIntervalHasBounds() {
    for (long days : new long[] {0, -1, 3651, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> world.schedules.put(Actor.SERVICE, SHOP, days))
          .hasMessageContaining("days");
    }
  }

  @Test
  void everyTransitionIsAuditedAndAnnounced() {
    var rotation = overlap();
    world.sees("s1", null, null);
    world.now = world.now.plus(Duration.ofDays(40));
    world.sees("s1", null, null);
    world.settle();
    assertThat(world.get(rotation).state()).isEqualTo(RotationState.DONE);

    var entries = world.store.read(t -> t.changes().audit(0, 1000));
    assertThat(entries)
        .extracting(AuditEntry::change)
        .extracting("action")
        .contains(
            "rotation.started",
            "key.published",
            "rotation.published",
            "key.active",
            "key.retiring",
            "rotation.overlap",
            "key.retired",
            "rotation.done");
    long version = world.store.read(t -> t.changes().version(Subject.domain(SHOP)));
    assertThat(version).isEqualTo(entries.size());
    var events = world.store.read(t -> t.changes().unpublished(1000));
    assertThat(events).hasSize(entries.size());
  }
}
