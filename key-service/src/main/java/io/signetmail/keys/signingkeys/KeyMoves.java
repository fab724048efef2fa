package io.signetmail.keys.signingkeys;

import static io.signetmail.keys.problems.ProblemType.WRONG_STATE;

import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import java.time.Instant;

/// Moves keys between states within one transaction, each move audited and announced.
///
/// @param evidence why, for the audit trail
public record KeyMoves(StoreTransaction transaction, Actor actor, Instant now, String evidence) {
  /// A pending key becomes published first, so that no state is skipped.
  public SigningKey activate(SigningKey key) {
    var published = key.state() == KeyState.PENDING ? move(key, KeyState.PUBLISHED) : key;
    return move(published, KeyState.ACTIVE);
  }

  public SigningKey move(SigningKey key, KeyState target) {
    if (key.state() == target) {
      return key;
    }
    if (!key.state().canBecome(target)) {
      throw Refusal.of(
          WRONG_STATE,
          "selector",
          "the key %s is %s, it cannot become %s"
              .formatted(key.selector(), key.state().keyword(), target.keyword()));
    }
    if (target == KeyState.ACTIVE) {
      supersede(key);
    }
    return step(key, target);
  }

  /// One active key per kind and user is enough: the older ones stop signing, and their records
  /// stay for the mail that is still on its way.
  private void supersede(SigningKey successor) {
    transaction.keys().list(successor.domain()).stream()
        .filter(SigningKey::isActive)
        .filter(key -> key.user().equals(successor.user()))
        .filter(key -> key.algorithm().family() == successor.algorithm().family())
        .forEach(key -> step(key, KeyState.RETIRING));
  }

  private SigningKey step(SigningKey key, KeyState target) {
    var moved = key.in(target, now);
    transaction
        .keys()
        .replace(
            moved,
            SigningKeys.change(moved, "key." + target.keyword(), actor, now)
                .with("from", key.state().keyword())
                .with("evidence", evidence));
    return moved;
  }
}
