package io.signetmail.keys.domains;

import static io.signetmail.keys.problems.ProblemType.UNKNOWN_DOMAIN;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Provisions domains.
///
/// A removed domain sends nothing from that moment: no key is found, no grant counts. Until the
/// grace period is over it can come back as it was; then its keys are destroyed.
public final class Domains {
  private static final int PURGED_AT_ONCE = 100;

  private final KeyStore store;
  private final InstantSource clock;
  private final Duration grace;

  /// Without a grace period a removed domain is gone at once.
  public Domains(KeyStore store, InstantSource clock, Duration grace) {
    this.store = store;
    this.clock = clock;
    this.grace = grace;
  }

  /// @param created false when the domain was already there
  public record Put(Domain domain, boolean created) {}

  /// Makes the domain. One that was removed starts anew: whoever makes it inherits nothing.
  public Put put(Actor actor, MailDomain name) {
    actor.requireScope(name);
    return store.change(
        List.of(Subject.domain(name)), transaction -> put(transaction, actor, name));
  }

  public Domain get(Actor actor, MailDomain name) {
    actor.requireScope(name);
    return store.read(transaction -> require(transaction, name));
  }

  public List<Domain> list(DomainQuery query) {
    return store.read(transaction -> transaction.domains().list(query));
  }

  /// When a removed domain's keys are destroyed.
  public Instant destroyedAfter(Instant removedAt) {
    return removedAt.plus(grace);
  }

  public Domain configure(Actor actor, MailDomain name, DomainSettings settings) {
    actor.requireScope(name);
    return store.change(
        List.of(Subject.domain(name)),
        transaction -> {
          var domain = require(transaction, name);
          if (domain.settings().equals(settings)) {
            return domain;
          }
          var changed = domain.with(settings);
          var change =
              change(actor, name, "domain.settings")
                  .with("keyNeverLeaves", settings.keyNeverLeaves());
          transaction.domains().replace(changed, change);
          return changed;
        });
  }

  /// Removes the domain; its keys and grants wait for the end of the grace period.
  public void delete(Actor actor, MailDomain name) {
    actor.requireScope(name);
    store.change(
        List.of(Subject.domain(name)),
        transaction -> {
          var domain = require(transaction, name);
          if (grace.isZero()) {
            purge(transaction, name, actor);
          } else {
            var removed = domain.removed(clock.instant());
            transaction.domains().replace(removed, change(actor, name, "domain.removed"));
            tellUsers(transaction, actor, name, "grant.suspended");
          }
          return null;
        });
  }

  /// Brings a removed domain back with its keys, grants and settings.
  public Domain restore(Actor actor, MailDomain name) {
    actor.requireScope(name);
    return store.change(
        List.of(Subject.domain(name)),
        transaction -> {
          var domain = transaction.domains().find(name).filter(Domain::isRemoved);
          if (domain.isEmpty()) {
            throw Refusal.of(
                UNKNOWN_DOMAIN, "domain", "there is no removed domain " + name + " to restore");
          }
          var restored = domain.get().restored();
          transaction.domains().replace(restored, change(actor, name, "domain.restored"));
          tellUsers(transaction, actor, name, "grant.restored");
          return restored;
        });
  }

  /// Destroys what was removed longer ago than the grace period; how many domains that were.
  public int purgeRemoved() {
    var limit = clock.instant().minus(grace);
    int purged = 0;
    while (true) {
      var due =
          store.read(transaction -> transaction.domains().removedBefore(limit, PURGED_AT_ONCE));
      for (var domain : due) {
        purged += purgeIfStillRemoved(domain.name(), limit) ? 1 : 0;
      }
      if (due.size() < PURGED_AT_ONCE) {
        return purged;
      }
    }
  }

  /// The domain, or the refusal that names it. A removed domain is none.
  public static Domain require(StoreTransaction transaction, MailDomain name) {
    return transaction
        .domains()
        .find(name)
        .filter(domain -> !domain.isRemoved())
        .orElseThrow(
            () -> Refusal.of(UNKNOWN_DOMAIN, "domain", "there is no domain " + name + " here"));
  }

  private Put put(StoreTransaction transaction, Actor actor, MailDomain name) {
    var known = transaction.domains().find(name);
    if (known.isPresent() && !known.get().isRemoved()) {
      return new Put(known.get(), false);
    }
    if (known.isPresent()) {
      purge(transaction, name, actor);
    }
    var domain = new Domain(name, clock.instant());
    transaction.domains().add(domain, change(actor, name, "domain.created"));
    return new Put(domain, true);
  }

  private boolean purgeIfStillRemoved(MailDomain name, Instant limit) {
    return store.change(
        List.of(Subject.domain(name)),
        transaction -> {
          var domain = transaction.domains().find(name);
          if (domain.flatMap(Domain::removedAt).filter(at -> !at.isAfter(limit)).isEmpty()) {
            return false;
          }
          purge(transaction, name, Actor.SERVICE);
          return true;
        });
  }

  /// Everything that goes is audited and announced.
  private void purge(StoreTransaction transaction, MailDomain name, Actor actor) {
    for (var user : transaction.users().grantedTo(name)) {
      var revoked = Change.of(Subject.user(user), "grant.removed", actor, clock.instant());
      transaction.users().revoke(user, name, revoked.with("domain", name));
    }
    for (var key : transaction.keys().list(name)) {
      var removed = change(actor, name, "key.removed").with("selector", key.selector());
      transaction.keys().remove(key.id(), removed);
    }
    transaction.domains().remove(name, change(actor, name, "domain.destroyed"));
  }

  /// Who may send as what is cached by user elsewhere.
  private void tellUsers(
      StoreTransaction transaction, Actor actor, MailDomain name, String action) {
    for (var user : transaction.users().grantedTo(name)) {
      var change = Change.of(Subject.user(user), action, actor, clock.instant());
      transaction.changes().announce(change.with("domain", name));
    }
  }

  private Change change(Actor actor, MailDomain name, String action) {
    return Change.of(Subject.domain(name), action, actor, clock.instant());
  }
}
