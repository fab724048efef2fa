package io.signetmail.keys.signingkeys;

import static io.signetmail.keys.problems.ProblemType.INVALID_KEY;
import static io.signetmail.keys.problems.ProblemType.INVALID_SELECTOR;
import static io.signetmail.keys.problems.ProblemType.SELECTOR_TAKEN;
import static io.signetmail.keys.problems.ProblemType.TOO_MANY_KEYS;
import static io.signetmail.keys.problems.ProblemType.UNKNOWN_KEY;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.Domains;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.users.Users;
import io.signetmail.keys.vault.Vault;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Makes, imports and lists the keys of a domain, and moves them through their states.
@Singleton
public final class SigningKeys {
  /// RFC 1035 §2.3.4, without the dot of the root.
  private static final int MAX_NAME_CHARS = 253;

  /// A key a day for 13 years, or one for each of this many users.
  private static final int MAX_KEYS = 5_000;

  private final KeyStore store;
  private final Vault vault;
  private final SelectorTemplate template;
  private final InstantSource clock;

  public SigningKeys(KeyStore store, Vault vault, SelectorTemplate template, InstantSource clock) {
    this.store = store;
    this.vault = vault;
    this.template = template;
    this.clock = clock;
  }

  /// A pending key, ready to be published.
  public SigningKey create(Actor actor, MailDomain domain, NewKey wanted) {
    actor.requireScope(domain);
    wanted.selector().ifPresent(selector -> requireRoom(selector, domain));
    // Said before the expensive part, and once more inside the transaction that decides.
    store.read(transaction -> Domains.require(transaction, domain));
    var material = material(wanted.source());
    return store.change(
        List.of(Subject.domain(domain)),
        transaction -> {
          Domains.require(transaction, domain);
          return add(transaction, actor, domain, wanted, material);
        });
  }

  /// Adds a pending key of this material within the caller's transaction.
  public SigningKey add(
      StoreTransaction transaction,
      Actor actor,
      MailDomain domain,
      NewKey wanted,
      KeyMaterial material) {
    wanted.selector().ifPresent(selector -> requireRoom(selector, domain));
    wanted.user().ifPresent(user -> Users.require(transaction, user));
    requireFewer(transaction, domain);
    var id = new SigningKey.Id(domain, selector(transaction, domain, wanted, material));
    var key = seal(id, wanted.user(), material);
    transaction.keys().add(key, change(key, "key.created", actor, clock.instant()));
    return key;
  }

  public SigningKey get(Actor actor, SigningKey.Id id) {
    actor.requireScope(id.domain());
    return store.read(transaction -> require(transaction, id));
  }

  public List<SigningKey> list(Actor actor, MailDomain domain) {
    actor.requireScope(domain);
    return store.read(transaction -> {
      Domains.require(transaction, domain);
      return transaction.keys().list(domain);
    });
  }

  /// Moves the key into the state by the way its life allows. A key that is there already stays.
  ///
  /// @param evidence why, for the audit trail: `operator` or `dns`
  public SigningKey move(Actor actor, SigningKey.Id id, KeyState target, String evidence) {
    actor.requireScope(id.domain());
    return store.change(
        List.of(Subject.domain(id.domain())),
        transaction -> {
          var moves = new KeyMoves(transaction, actor, clock.instant(), evidence);
          return moves.move(require(transaction, id), target);
        });
  }

  /// A pending key whose record is in DNS becomes published and then active; others stay.
  public SigningKey seenInDns(Actor actor, SigningKey.Id id) {
    actor.requireScope(id.domain());
    return store.change(
        List.of(Subject.domain(id.domain())),
        transaction -> {
          var moves = new KeyMoves(transaction, actor, clock.instant(), "dns");
          var key = require(transaction, id);
          return switch (key.state()) {
            case PENDING -> moves.move(moves.move(key, KeyState.PUBLISHED), KeyState.ACTIVE);
            case PUBLISHED -> moves.move(key, KeyState.ACTIVE);
            case ACTIVE, RETIRING, RETIRED, DESTROYED -> key;
          };
        });
  }

  static Change change(SigningKey key, String action, Actor actor, Instant now) {
    var change =
        Change.of(Subject.domain(key.domain()), action, actor, now)
            .with("selector", key.selector())
            .with("algorithm", key.algorithm());
    return key.user().map(user -> change.with("user", user)).orElse(change);
  }

  private static SigningKey require(StoreTransaction transaction, SigningKey.Id id) {
    Domains.require(transaction, id.domain());
    return transaction
        .keys()
        .find(id)
        .orElseThrow(() ->
            Refusal.of(
                UNKNOWN_KEY,
                "selector",
                "the domain " + id.domain() + " has no key " + id.selector()));
  }

  /// Makes or reads the key itself; takes long, so outside of every transaction.
  public static KeyMaterial material(NewKey.Source source) {
    return switch (source) {
      case NewKey.Source.Generated(var algorithm) -> KeyMaterial.generate(algorithm);
      case NewKey.Source.Imported(var pem, var passphrase, var algorithm) -> {
        var material = PemImport.read(pem, passphrase);
        algorithm
            .filter(said -> !said.equals(material.algorithm()))
            .ifPresent(said -> {
              throw Refusal.of(
                  INVALID_KEY,
                  "algorithm",
                  "the private key is " + material.algorithm() + ", not " + said);
            });
        yield material;
      }
    };
  }

  private Selector selector(
      StoreTransaction transaction, MailDomain domain, NewKey wanted, KeyMaterial material) {
    if (wanted.selector().isEmpty()) {
      var next =
          template.next(
              material.algorithm(), clock.instant(), s -> isTaken(transaction, domain, s));
      requireRoom(next, domain);
      return next;
    }
    var selector = wanted.selector().get();
    if (isTaken(transaction, domain, selector)) {
      throw Refusal.of(
          SELECTOR_TAKEN, "selector", "the domain " + domain + " already has a key " + selector);
    }
    return selector;
  }

  /// Every lookup reads all keys of the domain. Destroyed ones count, their rows stay.
  private static void requireFewer(StoreTransaction transaction, MailDomain domain) {
    if (transaction.keys().count(domain) >= MAX_KEYS) {
      throw Refusal.of(
          TOO_MANY_KEYS,
          "domain",
          "the domain %s has %d keys, the destroyed ones included: use another domain or a subdomain"
              .formatted(domain, MAX_KEYS));
    }
  }

  private static boolean isTaken(StoreTransaction transaction, MailDomain domain, Selector name) {
    return transaction.keys().find(new SigningKey.Id(domain, name)).isPresent();
  }

  private static void requireRoom(Selector selector, MailDomain domain) {
    if (selector.recordName(domain).length() > MAX_NAME_CHARS) {
      throw Refusal.of(
          INVALID_SELECTOR,
          "selector",
          "the record's name would be longer than " + MAX_NAME_CHARS + " characters");
    }
  }

  private SigningKey seal(SigningKey.Id id, Optional<UserName> user, KeyMaterial material) {
    var now = clock.instant();
    return new SigningKey(
        id,
        user,
        material.algorithm(),
        material.publicValue(),
        Optional.of(vault.seal(id.vaultContext(), material.pkcs8())),
        new SigningKey.Status(KeyState.PENDING, now, now));
  }
}
