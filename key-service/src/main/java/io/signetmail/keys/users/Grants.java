package io.signetmail.keys.users;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.Domains;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/// Which user may send as which domain.
@Singleton
public final class Grants {
  private final KeyStore store;
  private final InstantSource clock;

  public Grants(KeyStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// True when the grant is new. User and domain must exist, and the actor must control the user: a
  /// grant decides who controls it next.
  public boolean put(Actor actor, UserName user, MailDomain domain) {
    actor.requireScope(domain);
    return store.change(
        subjects(user, domain),
        transaction -> {
          Users.requireControl(transaction, actor, Users.require(transaction, user));
          Domains.require(transaction, domain);
          if (isGranted(transaction, user, domain)) {
            return false;
          }
          transaction.users().grant(user, domain, change(actor, user, "grant.added", domain));
          return true;
        });
  }

  /// Afterwards the grant is not there; it need not have been.
  public void delete(Actor actor, UserName user, MailDomain domain) {
    actor.requireScope(domain);
    store.change(
        subjects(user, domain),
        transaction -> {
          Users.require(transaction, user);
          if (isGranted(transaction, user, domain)) {
            transaction.users().revoke(user, domain, change(actor, user, "grant.removed", domain));
          }
          return null;
        });
  }

  /// Everything the user is granted, as far as the actor may see it.
  public List<MailDomain> of(Actor actor, UserName user) {
    return store.read(transaction -> {
      Users.require(transaction, user);
      return transaction.users().grants(user).stream().filter(actor.scope()::covers).toList();
    });
  }

  /// Everyone who may send as the domain.
  public List<UserName> to(Actor actor, MailDomain domain) {
    actor.requireScope(domain);
    return store.read(transaction -> {
      Domains.require(transaction, domain);
      return transaction.users().grantedTo(domain);
    });
  }

  private static boolean isGranted(StoreTransaction transaction, UserName user, MailDomain domain) {
    return !transaction.users().grantedAmong(user, List.of(domain)).isEmpty();
  }

  private static List<Subject> subjects(UserName user, MailDomain domain) {
    return List.of(Subject.user(user), Subject.domain(domain));
  }

  private Change change(Actor actor, UserName user, String action, MailDomain domain) {
    return Change.of(Subject.user(user), action, actor, clock.instant()).with("domain", domain);
  }
}
