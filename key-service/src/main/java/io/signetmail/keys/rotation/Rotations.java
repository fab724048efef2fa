package io.signetmail.keys.rotation;

import static io.signetmail.keys.problems.ProblemType.ROTATION_RUNNING;
import static io.signetmail.keys.problems.ProblemType.UNKNOWN_ROTATION;
import static io.signetmail.keys.problems.ProblemType.WRONG_STATE;

import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.delegation.Slots;
import io.signetmail.keys.domains.Domains;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyMoves;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.NewKey;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.signingkeys.SigningKeys;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.users.UserName;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Starts, shows and cancels rotations for callers.
@Singleton
public final class Rotations {
  private static final int ID_BYTES = 8;

  private final KeyStore store;
  private final SigningKeys keys;
  private final Slots slots;
  private final SecureRandom random;
  private final InstantSource clock;

  public Rotations(
      KeyStore store, SigningKeys keys, Slots slots, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.keys = keys;
    this.slots = slots;
    this.random = random;
    this.clock = clock;
  }

  /// What a caller asks for.
  ///
  /// @param algorithm empty: as the key that signs now
  /// @param selector empty: the template, or the free slot of a delegated domain, names it
  public record Wanted(
      Optional<UserName> user, Optional<KeyAlgorithm> algorithm, Optional<Selector> selector) {
    public static final Wanted AS_IT_IS =
        new Wanted(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// A rotation with the keys it is about, as far as they are still there.
  public record Shown(Rotation rotation, List<SigningKey> keys) {}

  /// Makes the new key and starts to wait for its record. Refused while another one of the same
  /// kind of key runs.
  public Shown start(Actor actor, MailDomain domain, Wanted wanted) {
    actor.requireScope(domain);
    var algorithm =
        store.read(transaction -> {
          Domains.require(transaction, domain);
          var chosen = wanted.algorithm().orElseGet(() -> asNow(transaction, domain, wanted));
          requireNone(transaction, new Rotation.Scope(domain, wanted.user(), chosen.family()));
          return chosen;
        });
    var newKey =
        new NewKey(wanted.selector(), wanted.user(), new NewKey.Source.Generated(algorithm));
    var material = SigningKeys.material(newKey.source());
    return store.change(
        List.of(Subject.domain(domain)),
        transaction -> {
          Domains.require(transaction, domain);
          requireNone(transaction, new Rotation.Scope(domain, wanted.user(), algorithm.family()));
          var key =
              keys.add(
                  transaction,
                  actor,
                  domain,
                  inSlot(transaction, actor, domain, newKey, algorithm),
                  material);
          return new Shown(add(transaction, actor, key), List.of(key));
        });
  }

  /// The domain's own keys go into its slots when it is delegated; a user's keys have none.
  private NewKey inSlot(
      StoreTransaction transaction,
      Actor actor,
      MailDomain domain,
      NewKey wanted,
      KeyAlgorithm algorithm) {
    if (wanted.selector().isPresent() || wanted.user().isPresent()) {
      return wanted;
    }
    return new NewKey(
        slots.take(transaction, actor, domain, algorithm.family()), wanted.user(), wanted.source());
  }

  private Rotation add(StoreTransaction transaction, Actor actor, SigningKey key) {
    var now = clock.instant();
    var text = "waiting for the record " + key.id() + ". The old key signs meanwhile";
    var rotation =
        new Rotation(
            newId(),
            Rotation.Scope.of(key),
            key.selector(),
            List.of(),
            new Rotation.Phase(RotationState.AWAITING_DNS, now, text, Optional.of(now)),
            now);
    var change = RotationSteps.change(rotation, "rotation.started", actor, now);
    transaction.rotations().add(rotation, change);
    return rotation;
  }

  public Shown get(Actor actor, MailDomain domain, String id) {
    actor.requireScope(domain);
    return store.read(transaction -> show(transaction, require(transaction, domain, id)));
  }

  /// The newest first.
  public List<Shown> list(Actor actor, MailDomain domain, int limit) {
    actor.requireScope(domain);
    return store.read(transaction -> {
      Domains.require(transaction, domain);
      return transaction.rotations().list(domain, limit).stream()
          .map(rotation -> show(transaction, rotation))
          .toList();
    });
  }

  /// Ends a rotation whose new key does not sign yet; that key retires.
  public Shown cancel(Actor actor, MailDomain domain, String id) {
    actor.requireScope(domain);
    return store.change(
        List.of(Subject.domain(domain)),
        transaction -> {
          var rotation = require(transaction, domain, id);
          cancel(transaction, actor, rotation);
          return show(transaction, require(transaction, domain, id));
        });
  }

  private void cancel(StoreTransaction transaction, Actor actor, Rotation rotation) {
    var now = clock.instant();
    switch (rotation.state()) {
      case AWAITING_DNS, PUBLISHED -> {}
      case OVERLAP ->
          throw Refusal.of(
              WRONG_STATE,
              "id",
              "the new key signs already: to go back, activate the old key %s"
                  .formatted(rotation.outgoing()));
      case DONE, CANCELLED, TIMED_OUT ->
          throw Refusal.of(
              WRONG_STATE, "id", "the rotation is over: " + rotation.state().keyword());
    }
    var newKey = transaction.keys().find(rotation.newKey());
    if (newKey.filter(SigningKey::isActive).isPresent()) {
      throw Refusal.of(WRONG_STATE, "id", "the new key signs already: activate the old key first");
    }
    newKey
        .filter(key -> key.state().canBecome(KeyState.RETIRED))
        .map(key ->
            new KeyMoves(transaction, actor, now, RotationSteps.EVIDENCE)
                .move(key, KeyState.RETIRED))
        .ifPresent(key -> Slots.clear(transaction, key));
    RotationSteps.go(
        transaction, rotation, RotationState.CANCELLED, "cancelled by " + actor.name(), actor, now);
  }

  private static Shown show(StoreTransaction transaction, Rotation rotation) {
    var all = transaction.keys().list(rotation.domain());
    return new Shown(
        rotation,
        all.stream()
            .filter(key ->
                key.selector().equals(rotation.selector())
                    || rotation.outgoing().contains(key.selector()))
            .toList());
  }

  private static KeyAlgorithm asNow(
      StoreTransaction transaction, MailDomain domain, Wanted wanted) {
    return transaction.keys().list(domain).stream()
        .filter(SigningKey::isActive)
        .filter(key -> key.user().equals(wanted.user()))
        .map(SigningKey::algorithm)
        .filter(KeyAlgorithm.GENERATED::contains)
        .min(Comparator.comparing(KeyAlgorithm::family))
        .orElse(KeyAlgorithm.RSA_2048);
  }

  private static void requireNone(StoreTransaction transaction, Rotation.Scope scope) {
    transaction.rotations().running(scope.domain()).stream()
        .filter(running -> running.scope().equals(scope))
        .findFirst()
        .ifPresent(running -> {
          throw Refusal.of(
              ROTATION_RUNNING,
              "domain",
              "the rotation %s to %s is %s: wait for its end or cancel it"
                  .formatted(running.id(), running.selector(), running.state().keyword()));
        });
  }

  private static Rotation require(StoreTransaction transaction, MailDomain domain, String id) {
    Domains.require(transaction, domain);
    return transaction
        .rotations()
        .find(id)
        .filter(rotation -> rotation.domain().equals(domain))
        .orElseThrow(() ->
            Refusal.of(UNKNOWN_ROTATION, "id", "the domain " + domain + " has no such rotation"));
  }

  private String newId() {
    var id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
