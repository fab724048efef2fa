package io.signetmail.keys.delegation;

import static io.signetmail.keys.problems.ProblemType.NO_FREE_SLOT;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.evidence.Clearance;
import io.signetmail.keys.evidence.RetirementRule;
import io.signetmail.keys.evidence.UsageFeed;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;

/// Gives the free slot of a delegated domain to its next key.
@Singleton
public final class Slots {
  private final UsageFeed feed;
  private final RetirementRule retirement;
  private final InstantSource clock;

  public Slots(UsageFeed feed, RetirementRule retirement, InstantSource clock) {
    this.feed = feed;
    this.retirement = retirement;
    this.clock = clock;
  }

  /// The selector for the next key of the domain; empty when it is not delegated. What is left of
  /// the slot's last key is removed. Refused while no slot is clear.
  public Optional<Selector> take(
      StoreTransaction transaction, Actor actor, MailDomain domain, KeyAlgorithm.Family family) {
    var delegation = transaction.delegations().current(domain);
    if (delegation.isEmpty()) {
      return Optional.empty();
    }
    var reasons = new ArrayList<String>();
    for (var slot : Slot.of(family)) {
      var id = new SigningKey.Id(domain, slot.selector());
      var last = transaction.keys().find(id);
      var obstacle = last.flatMap(key -> obstacle(transaction, delegation.get(), key));
      if (obstacle.isEmpty()) {
        last.ifPresent(key ->
            transaction
                .keys()
                .remove(
                    id,
                    Change.of(Subject.domain(domain), "key.removed", actor, clock.instant())
                        .with("selector", slot.selector())
                        .with("reason", "the slot gets its next key")));
        return Optional.of(slot.selector());
      }
      reasons.add(slot.selector() + ": " + obstacle.get());
    }
    throw Refusal.of(NO_FREE_SLOT, "domain", String.join("; ", reasons));
  }

  private Optional<String> obstacle(
      StoreTransaction transaction, Delegation delegation, SigningKey key) {
    return switch (key.state()) {
      case PENDING, PUBLISHED, ACTIVE, RETIRING ->
          Optional.of("its key is " + key.state().keyword());
      case RETIRED, DESTROYED -> {
        var record = transaction.delegations().slot(delegation.label(), key.selector());
        if (record.flatMap(SlotRecord::published).isPresent()) {
          yield Optional.of("the record of its last key is still in our zone");
        }
        if (record.flatMap(SlotRecord::cleared).filter(key.publicValue()::equals).isPresent()) {
          yield Optional.empty();
        }
        // Retired by hand: as much evidence is needed as for any other key.
        yield retirement.judge(key, feed, clock.instant()) instanceof Clearance.Blocked(var reason)
            ? Optional.of(reason)
            : Optional.empty();
      }
    };
  }

  /// Notes that the key of a slot is not needed by anybody: evidence said so, or it never signed.
  public static void clear(StoreTransaction transaction, SigningKey key) {
    if (key.state() == KeyState.RETIRED && key.user().isEmpty()) {
      transaction
          .delegations()
          .current(key.domain())
          .ifPresent(delegation ->
              transaction
                  .delegations()
                  .clear(delegation.label(), key.selector(), key.publicValue()));
    }
  }
}
