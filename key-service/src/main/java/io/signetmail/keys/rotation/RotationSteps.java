package io.signetmail.keys.rotation;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.delegation.Slots;
import io.signetmail.keys.dnscheck.KeyVisibility;
import io.signetmail.keys.dnscheck.Sighting;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.evidence.RetirementRule;
import io.signetmail.keys.evidence.UsageFeed;
import io.signetmail.keys.signingkeys.KeyMoves;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Looks at one rotation that is due and takes its next step: keys, rotation, audit and events in
/// one transaction.
@Singleton
public final class RotationSteps {
  private static final Logger LOG = Logger.getLogger(RotationSteps.class);
  static final String EVIDENCE = "rotation";

  private final KeyStore store;
  private final KeyVisibility visibility;
  private final UsageFeed feed;
  private final RotationRules rules;
  private final RetirementRule retirement;
  private final Duration lease;
  private final InstantSource clock;

  public RotationSteps(
      KeyStore store,
      KeyVisibility visibility,
      UsageFeed feed,
      RetirementRule retirement,
      RotationSettings settings,
      InstantSource clock) {
    this.store = store;
    this.visibility = visibility;
    this.feed = feed;
    this.rules = new RotationRules(settings);
    this.retirement = retirement;
    this.lease = settings.lease();
    this.clock = clock;
  }

  /// Takes the step of one rotation that is due; false when none is.
  public boolean takeOne() {
    var now = clock.instant();
    var claimed =
        store.change(List.of(), transaction -> transaction.rotations().claim(now, now.plus(lease)));
    claimed.ifPresent(this::look);
    return claimed.isPresent();
  }

  private void look(Rotation rotation) {
    // DNS may take seconds, so no transaction is open meanwhile.
    var key = store.read(transaction -> transaction.keys().find(rotation.newKey()));
    var sighting =
        key.<Sighting>map(visibility::look)
            .orElseGet(() -> new Sighting.NotYet("the key is not there any more"));
    store.change(
        List.of(Subject.domain(rotation.domain())),
        transaction -> {
          transaction
              .rotations()
              .find(rotation.id())
              // Whoever took a step meanwhile knew more than our look.
              .filter(current -> current.phase().state() == rotation.state())
              .filter(current -> current.phase().since().equals(rotation.phase().since()))
              // Removed meanwhile: nothing happens to its keys while it may come back.
              .filter(current -> !isRemoved(transaction, current))
              .ifPresent(current -> step(transaction, current, sighting));
          return null;
        });
  }

  private static boolean isRemoved(StoreTransaction transaction, Rotation rotation) {
    return transaction.domains().find(rotation.domain()).map(Domain::isRemoved).orElse(true);
  }

  private void step(StoreTransaction transaction, Rotation rotation, Sighting sighting) {
    var now = clock.instant();
    var newKey = transaction.keys().find(rotation.newKey());
    var outgoing =
        rotation.outgoingKeys().stream()
            .flatMap(id -> transaction.keys().find(id).stream())
            .toList();
    var facts = new RotationRules.Facts(rotation, newKey, outgoing, sighting, now);
    var moves = new KeyMoves(transaction, Actor.SERVICE, now, EVIDENCE);
    switch (rules.next(facts, key -> retirement.judge(key, feed, now))) {
      case RotationStep.Wait(var reason, var lookAt) ->
          transaction.rotations().postpone(rotation.id(), reason, lookAt);
      case RotationStep.Publish(var reason) -> {
        newKey
            .filter(key -> key.state() == KeyState.PENDING)
            .ifPresent(key -> moves.move(key, KeyState.PUBLISHED));
        go(transaction, rotation, RotationState.PUBLISHED, reason, now);
      }
      case RotationStep.Activate _ -> activate(transaction, rotation, moves, newKey, now);
      case RotationStep.Retire _ -> {
        outgoing.stream()
            .filter(key -> key.state() == KeyState.RETIRING)
            .map(key -> moves.move(key, KeyState.RETIRED))
            .forEach(key -> Slots.clear(transaction, key));
        go(transaction, rotation, RotationState.DONE, doneText(rotation), now);
      }
      case RotationStep.GiveUp(var reason) -> {
        newKey
            .filter(key -> key.state().canBecome(KeyState.RETIRED))
            .map(key -> moves.move(key, KeyState.RETIRED))
            .ifPresent(key -> Slots.clear(transaction, key));
        go(transaction, rotation, RotationState.TIMED_OUT, reason, now);
      }
      case RotationStep.Abandon(var reason) ->
          go(transaction, rotation, RotationState.CANCELLED, reason, now);
    }
  }

  private static void activate(
      StoreTransaction transaction,
      Rotation rotation,
      KeyMoves moves,
      Optional<SigningKey> newKey,
      Instant now) {
    // Also those that an earlier change by hand left behind.
    var outgoing =
        transaction.keys().list(rotation.domain()).stream()
            .filter(rotation.scope()::covers)
            .filter(key -> key.state() == KeyState.ACTIVE || key.state() == KeyState.RETIRING)
            .map(SigningKey::selector)
            .filter(selector -> !selector.equals(rotation.selector()))
            .toList();
    newKey.ifPresent(key -> moves.activate(key));
    go(
        transaction,
        rotation.takingOverFrom(outgoing),
        RotationState.OVERLAP,
        "the new key signs; the old one's record must stay",
        now);
  }

  private static String doneText(Rotation rotation) {
    if (rotation.outgoing().isEmpty()) {
      return "done; there was no key before";
    }
    var names = rotation.outgoing().stream().map(old -> old.recordName(rotation.domain())).toList();
    return "done; this record may be removed from DNS: " + String.join(", ", names);
  }

  static void go(
      StoreTransaction transaction,
      Rotation rotation,
      RotationState next,
      String why,
      Instant now) {
    go(transaction, rotation, next, why, Actor.SERVICE, now);
  }

  static void go(
      StoreTransaction transaction,
      Rotation rotation,
      RotationState next,
      String why,
      Actor actor,
      Instant now) {
    var lookAt = next.isFinished() ? Optional.<Instant>empty() : Optional.of(now);
    var moved = rotation.in(new Rotation.Phase(next, now, why, lookAt));
    transaction
        .rotations()
        .replace(
            moved,
            change(moved, "rotation." + next.keyword(), actor, now)
                .with("from", rotation.state().keyword())
                .with("reason", why));
    LOG.infof("rotation of %s: %s", rotation.newKey(), next.keyword());
  }

  static Change change(Rotation rotation, String action, Actor actor, Instant now) {
    return Change.of(Subject.domain(rotation.domain()), action, actor, now)
        .with("rotation", rotation.id())
        .with("selector", rotation.selector());
  }
}
