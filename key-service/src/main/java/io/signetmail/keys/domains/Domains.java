package io.signetmail.keys.domains;

import static io.signetmail.keys.problems.ProblemType.UNKNOWN_DOMAIN;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.Page;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/// Provisions domains.
@Singleton
public final class Domains {
  private final KeyStore store;
  private final InstantSource clock;

  public Domains(KeyStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// @param created false when the domain was already there
  public record Put(Domain domain, boolean created) {}

  public Put put(Actor actor, MailDomain name) {
    actor.requireScope(name);
    return store.change(
        List.of(Subject.domain(name)), transaction -> put(transaction, actor, name));
  }

  public Domain get(Actor actor, MailDomain name) {
    actor.requireScope(name);
    return store.read(transaction -> require(transaction, name));
  }

  /// Only the domains the actor may see.
  public List<Domain> list(Actor actor, Page page) {
    return store.read(transaction -> visible(transaction, actor, page));
  }

  /// Removes the domain with its keys and grants. Everything that goes is audited and announced.
  public void delete(Actor actor, MailDomain name) {
    actor.requireScope(name);
    store.change(
        List.of(Subject.domain(name)),
        transaction -> {
          require(transaction, name);
          delete(transaction, name, actor);
          return null;
        });
  }

  /// The domain, or the refusal that names it.
  public static Domain require(StoreTransaction transaction, MailDomain name) {
    return transaction
        .domains()
        .find(name)
        .orElseThrow(
            () -> Refusal.of(UNKNOWN_DOMAIN, "domain", "there is no domain " + name + " here"));
  }

  private Put put(StoreTransaction transaction, Actor actor, MailDomain name) {
    var known = transaction.domains().find(name);
    if (known.isPresent()) {
      return new Put(known.get(), false);
    }
    var domain = new Domain(name, clock.instant());
    transaction.domains().add(domain, change(actor, name, "domain.created"));
    return new Put(domain, true);
  }

  private void delete(StoreTransaction transaction, MailDomain name, Actor actor) {
    for (var user : transaction.users().grantedTo(name)) {
      var revoked = Change.of(Subject.user(user), "grant.removed", actor, clock.instant());
      transaction.users().revoke(user, name, revoked.with("domain", name));
    }
    for (var key : transaction.keys().list(name)) {
      var removed = change(actor, name, "key.removed").with("selector", key.selector());
      transaction.keys().remove(key.id(), removed);
    }
    transaction.domains().remove(name, change(actor, name, "domain.removed"));
  }

  private static List<Domain> visible(StoreTransaction transaction, Actor actor, Page page) {
    if (!actor.scope().isLimited()) {
      return transaction.domains().list(page);
    }
    // A limited token knows a handful of domains; what lies below them is found page by page.
    var all = transaction.domains().list(new Page(page.after(), Page.MAX_LIMIT));
    var visible =
        all.stream().filter(domain -> actor.scope().covers(domain.name())).limit(page.limit());
    return visible.toList();
  }

  private Change change(Actor actor, MailDomain name, String action) {
    return Change.of(Subject.domain(name), action, actor, clock.instant());
  }
}
