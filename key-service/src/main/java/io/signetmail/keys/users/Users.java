package io.signetmail.keys.users;

import static io.signetmail.keys.problems.ProblemType.FORBIDDEN;
import static io.signetmail.keys.problems.ProblemType.UNKNOWN_USER;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.Page;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.vault.Vault;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Provisions users and checks their passwords.
@Singleton
public final class Users {
  private final KeyStore store;
  private final Vault vault;
  private final PasswordHashing hashing;
  private final InstantSource clock;

  public Users(KeyStore store, Vault vault, PasswordHashing hashing, InstantSource clock) {
    this.store = store;
    this.vault = vault;
    this.hashing = hashing;
    this.clock = clock;
  }

  /// Makes the user, or sets a new password; true when the user is new.
  ///
  /// The same password again changes nothing and announces nothing; no password leaves the old one.
  public boolean put(Actor actor, UserName name, Optional<Password> password) {
    // Hashing takes long, so it is done before the transaction; and only for those who may set the
    // password, to whom its duration tells nothing.
    var known =
        store.read(transaction -> {
          var user = transaction.users().find(name);
          user.ifPresent(found -> requireControl(transaction, actor, found));
          return user;
        });
    var verifiers = password.filter(given -> !isPasswordOf(known, given)).map(hashing::verifiers);
    var sealed = verifiers.map(v -> vault.seal(vaultContext(name), v.encoded()));
    return store.change(
        List.of(Subject.user(name)),
        transaction -> {
          var user = transaction.users().find(name);
          if (user.isEmpty()) {
            var fresh = new User(name, sealed, actor.id(), clock.instant());
            transaction.users().put(fresh, change(actor, name, "user.created"));
            return true;
          }
          requireControl(transaction, actor, user.get());
          if (sealed.isPresent()) {
            var updated = user.get().withVerifiers(sealed.get());
            transaction.users().put(updated, change(actor, name, "user.password-set"));
          }
          return false;
        });
  }

  public User get(Actor actor, UserName name) {
    return store.read(transaction -> {
      var user = require(transaction, name);
      requireControl(transaction, actor, user);
      return user;
    });
  }

  public List<User> list(Page page) {
    return store.read(transaction -> transaction.users().list(page));
  }

  /// Whether this is the user's password. As slow for a user that does not exist.
  public boolean verify(UserName name, Password password) {
    var user = store.read(transaction -> transaction.users().find(name));
    if (user.flatMap(User::verifiers).isEmpty()) {
      hashing.pretend(password);
      return false;
    }
    return isPasswordOf(user, password);
  }

  /// The user, or the refusal that names it.
  public static User require(StoreTransaction transaction, UserName name) {
    return transaction
        .users()
        .find(name)
        .orElseThrow(() -> Refusal.of(UNKNOWN_USER, "user", "there is no user " + name + " here"));
  }

  /// A limited token controls the users it made and those that send only as its domains: else it
  /// could set the password of a user who sends as somebody else's.
  public static void requireControl(StoreTransaction transaction, Actor actor, User user) {
    if (!actor.scope().isLimited()) {
      return;
    }
    // A removed domain counts: it may come back, with its grants.
    var grants = transaction.users().heldGrants(user.name());
    var own = grants.isEmpty() && user.createdBy().equals(actor.id());
    if (!own && (grants.isEmpty() || !grants.stream().allMatch(actor.scope()::covers))) {
      throw Refusal.of(FORBIDDEN, "user", "this token is not for " + user.name());
    }
  }

  private boolean isPasswordOf(Optional<User> user, Password password) {
    return user.flatMap(User::verifiers)
        .map(sealed -> vault.open(vaultContext(user.get().name()), sealed))
        .map(PasswordVerifiers::decode)
        .map(verifiers -> hashing.matches(password, verifiers))
        .orElse(false);
  }

  /// What the sealed verifiers are bound to.
  public static String vaultContext(UserName name) {
    return "password:" + name;
  }

  private Change change(Actor actor, UserName name, String action) {
    return Change.of(Subject.user(name), action, actor, clock.instant());
  }
}
