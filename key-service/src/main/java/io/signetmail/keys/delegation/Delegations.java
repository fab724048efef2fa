package io.signetmail.keys.delegation;

import static io.signetmail.keys.problems.ProblemType.DELEGATION_IN_USE;
import static io.signetmail.keys.problems.ProblemType.DELEGATION_OFF;
import static io.signetmail.keys.problems.ProblemType.UNKNOWN_DELEGATION;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.Domains;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Delegates the selector slots of a domain to our zone.
@Singleton
public final class Delegations {
  /// Nobody can guess a label, and none ever comes twice.
  private static final int LABEL_BYTES = 16;

  private final KeyStore store;
  private final DelegationZone zone;
  private final SecureRandom random;
  private final InstantSource clock;

  public Delegations(
      KeyStore store, DelegationZone zone, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.zone = zone;
    this.random = random;
    this.clock = clock;
  }

  /// One alias the customer publishes, and what is behind it.
  ///
  /// @param failure why our zone does not have yet what it should
  public record Alias(
      String name,
      String target,
      Optional<SigningKey> key,
      boolean published,
      Optional<String> failure) {}

  public record Shown(Delegation delegation, String zone, List<Alias> aliases, boolean created) {}

  /// The same again changes nothing.
  public Shown put(Actor actor, MailDomain domain) {
    actor.requireScope(domain);
    var updates = updates();
    return store.change(
        List.of(Subject.domain(domain)),
        transaction -> {
          Domains.require(transaction, domain);
          var known = transaction.delegations().current(domain);
          var delegation = known.orElseGet(() -> add(transaction, actor, domain));
          return show(transaction, delegation, updates.zone(), known.isEmpty());
        });
  }

  public Shown get(Actor actor, MailDomain domain) {
    actor.requireScope(domain);
    var updates = updates();
    return store.read(
        transaction -> show(transaction, require(transaction, domain), updates.zone(), false));
  }

  /// Gives the label up, for ever. Refused while a key in a slot is needed.
  public void delete(Actor actor, MailDomain domain) {
    actor.requireScope(domain);
    store.change(
        List.of(Subject.domain(domain)),
        transaction -> {
          var delegation = require(transaction, domain);
          for (var slot : Slot.values()) {
            requireUnused(transaction, new SigningKey.Id(domain, slot.selector()));
          }
          transaction
              .delegations()
              .abandon(
                  domain,
                  clock.instant(),
                  change(actor, domain, "delegation.removed").with("label", delegation.label()));
          return null;
        });
  }

  private static void requireUnused(StoreTransaction transaction, SigningKey.Id id) {
    transaction
        .keys()
        .find(id)
        .filter(key ->
            switch (key.state()) {
              case PENDING, PUBLISHED, ACTIVE, RETIRING -> true;
              case RETIRED, DESTROYED -> false;
            })
        .ifPresent(key -> {
          throw Refusal.of(
              DELEGATION_IN_USE,
              "domain",
              "the key %s is %s: retire it first".formatted(key.selector(), key.state().keyword()));
        });
  }

  private Delegation add(StoreTransaction transaction, Actor actor, MailDomain domain) {
    var label = new byte[LABEL_BYTES];
    random.nextBytes(label);
    var delegation = new Delegation(HexFormat.of().formatHex(label), domain, clock.instant());
    transaction
        .delegations()
        .add(
            delegation,
            change(actor, domain, "delegation.added").with("label", delegation.label()));
    return delegation;
  }

  private static Shown show(
      StoreTransaction transaction, Delegation delegation, String zone, boolean created) {
    var aliases =
        Arrays.stream(Slot.values())
            .map(slot -> alias(transaction, delegation, slot, zone))
            .toList();
    return new Shown(delegation, zone, aliases, created);
  }

  private static Alias alias(
      StoreTransaction transaction, Delegation delegation, Slot slot, String zone) {
    var domain = delegation.domain();
    var record = transaction.delegations().slot(delegation.label(), slot.selector());
    return new Alias(
        slot.selector().recordName(domain),
        delegation.target(slot, zone),
        transaction.keys().find(new SigningKey.Id(domain, slot.selector())),
        record.flatMap(SlotRecord::published).isPresent(),
        record.flatMap(SlotRecord::failure));
  }

  private static Delegation require(StoreTransaction transaction, MailDomain domain) {
    Domains.require(transaction, domain);
    return transaction
        .delegations()
        .current(domain)
        .orElseThrow(() ->
            Refusal.of(
                UNKNOWN_DELEGATION, "domain", "the keys of " + domain + " are in its own zone"));
  }

  private ZoneUpdates updates() {
    return zone.updates()
        .orElseThrow(() ->
            Refusal.of(DELEGATION_OFF, "set signet.keys.delegation.zone to a zone of your own"));
  }

  private Change change(Actor actor, MailDomain domain, String action) {
    return Change.of(Subject.domain(domain), action, actor, clock.instant());
  }
}
