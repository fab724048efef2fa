package io.signetmail.keys.signingkeys;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.users.Users;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Removes a user with its grants; the keys that signed for nobody else retire.
@Singleton
public final class UserRemoval {
  private final KeyStore store;
  private final InstantSource clock;

  public UserRemoval(KeyStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  public void remove(Actor actor, UserName name) {
    store.change(
        List.of(Subject.user(name)),
        transaction -> {
          var now = clock.instant();
          Users.requireControl(transaction, actor, Users.require(transaction, name));
          retireKeys(transaction, actor, name, now);
          transaction
              .users()
              .remove(name, Change.of(Subject.user(name), "user.removed", actor, now));
          return null;
        });
  }

  private static void retireKeys(
      StoreTransaction transaction, Actor actor, UserName user, Instant now) {
    var moves = new KeyMoves(transaction, actor, now, "user removed");
    for (var key : transaction.keys().ofUser(user)) {
      if (key.state().canBecome(KeyState.RETIRED)) {
        var _ = moves.move(key, KeyState.RETIRED);
      }
    }
  }
}
