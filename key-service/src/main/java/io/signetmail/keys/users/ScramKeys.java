package io.signetmail.keys.users;

import static io.signetmail.keys.problems.ProblemType.UNKNOWN_USER;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.vault.Vault;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/// Hands what SCRAM-SHA-256 needs to SMTP servers (RFC 5802 §3). Whoever has it can try passwords
/// on it and pass for the server, so every one that leaves is in the audit trail before it leaves.
@Singleton
public final class ScramKeys {
  private final KeyStore store;
  private final Vault vault;
  private final InstantSource clock;

  public ScramKeys(KeyStore store, Vault vault, InstantSource clock) {
    this.store = store;
    this.vault = vault;
    this.clock = clock;
  }

  /// Of one user; one who has no password, or may send as no domain of a limited token, is unknown.
  public ScramVerifier.Parts of(Actor actor, UserName name) {
    var sealed =
        store
            .read(transaction ->
                transaction
                    .users()
                    .find(name)
                    .filter(_ -> isInScope(transaction, actor, name))
                    .flatMap(User::verifiers))
            .orElseThrow(() ->
                Refusal.of(UNKNOWN_USER, "user", "there is no user " + name + " with a password"));
    store.change(
        List.of(),
        transaction -> {
          transaction
              .changes()
              .note(Change.of(Subject.user(name), "user.scram-fetched", actor, clock.instant()));
          return null;
        });
    var verifiers = PasswordVerifiers.decode(vault.open(Users.vaultContext(name), sealed));
    return ScramVerifier.parts(verifiers.scramSha256());
  }

  private static boolean isInScope(StoreTransaction transaction, Actor actor, UserName name) {
    return !actor.scope().isLimited()
        || transaction.users().grants(name).stream().anyMatch(actor.scope()::covers);
  }
}
