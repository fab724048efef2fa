package io.signetmail.keys.rewrap;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.users.Users;
import io.signetmail.keys.vault.Sealed;
import io.signetmail.keys.vault.Vault;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/// Seals what is under another master key under the current one. Can be stopped and called again at
/// any time: a row is either as it was or done.
@Singleton
public final class Rewrap {
  private static final int BATCH = 100;

  /// A call must end before its caller loses patience.
  private static final int MOST_PER_CALL = 1_000;

  private final KeyStore store;
  private final Vault vault;
  private final InstantSource clock;

  public Rewrap(KeyStore store, Vault vault, InstantSource clock) {
    this.store = store;
    this.vault = vault;
    this.clock = clock;
  }

  /// @param masterKey name of the current master key, no secret
  /// @param rewrapped by this call
  /// @param remaining rows still under another master key; 0: that key may go
  public record Progress(String masterKey, int rewrapped, long remaining) {}

  public Progress progress() {
    return progress(0);
  }

  /// At most {@value #MOST_PER_CALL} rows; to be called until nothing remains.
  public Progress run(Actor actor) {
    int done = 0;
    int batch;
    do {
      batch = store.change(List.of(), this::batch);
      done += batch;
    } while (batch == BATCH && done < MOST_PER_CALL);
    if (done > 0) {
      note(actor, done);
    }
    return progress(done);
  }

  private int batch(StoreTransaction transaction) {
    var rows = transaction.sealed().lockForeign(vault.currentId(), BATCH);
    for (var row : rows) {
      transaction.sealed().reseal(row, anew(row));
    }
    return rows.size();
  }

  private Sealed anew(SealedRow row) {
    return switch (row) {
      case SealedRow.OfKey(var id, var sealed) -> vault.rewrap(id.vaultContext(), sealed);
      case SealedRow.OfUser(var user, var sealed) -> vault.rewrap(Users.vaultContext(user), sealed);
    };
  }

  private Progress progress(int done) {
    long remaining = store.read(transaction -> transaction.sealed().foreign(vault.currentId()));
    return new Progress(HexFormat.of().formatHex(vault.currentId()), done, remaining);
  }

  private void note(Actor actor, int done) {
    var change =
        Change.of(Subject.service("master-key"), "master-key.rewrapped", actor, clock.instant())
            .with("rows", done)
            .with("masterKey", HexFormat.of().formatHex(vault.currentId()));
    store.change(
        List.of(),
        transaction -> {
          transaction.changes().note(change);
          return null;
        });
  }
}
