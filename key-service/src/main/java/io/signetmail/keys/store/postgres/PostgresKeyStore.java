package io.signetmail.keys.store.postgres;

import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.store.StoreUnavailable;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// The store on PostgreSQL. Changes of one subject wait for each other on an advisory lock, which
/// spares every service method its own `FOR UPDATE`.
public final class PostgresKeyStore implements KeyStore {
  private static final int MAX_TRIES = 5;

  private final Jdbi jdbi;
  private final BooleanSupplier migrated;
  private final Runnable committed;

  /// Refuses all work until the schema is migrated; calls back after every committed change.
  public PostgresKeyStore(Jdbi jdbi, BooleanSupplier migrated, Runnable committed) {
    this.jdbi = jdbi;
    this.migrated = migrated;
    this.committed = committed;
  }

  @Override
  public <T extends @Nullable Object> T read(Function<StoreTransaction, T> work) {
    return run(transaction -> {
      // Not through the driver: it asks for the session's level, sets it and sets it back, three
      // round trips for each call.
      transaction.handle().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      return work.apply(transaction);
    });
  }

  @Override
  public <T extends @Nullable Object> T change(
      Collection<Subject> subjects, Function<StoreTransaction, T> work) {
    var result =
        // READ COMMITTED, PostgreSQL's default: after the lock it sees what the one before has
        // done.
        run(transaction -> {
          lock(transaction.handle(), subjects);
          return work.apply(transaction);
        });
    committed.run();
    return result;
  }

  private <T extends @Nullable Object> T run(Function<? super PostgresTransaction, T> work) {
    if (!migrated.getAsBoolean()) {
      throw new StoreUnavailable("the database is not ready yet");
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return jdbi.inTransaction(handle -> work.apply(new PostgresTransaction(handle)));
      } catch (JdbiException e) {
        switch (SqlFailure.of(e)) {
          case UNAVAILABLE -> throw new StoreUnavailable("the database cannot be reached", e);
          case TRY_AGAIN -> {
            if (attempt == MAX_TRIES) {
              throw new StoreUnavailable("the database is too busy", e);
            }
          }
          case BUG -> throw e;
        }
      }
    }
  }

  private static void lock(Handle handle, Collection<Subject> subjects) {
    // Sorted, so that two changes of the same subjects cannot wait for each other.
    subjects.stream()
        .sorted()
        .distinct()
        .forEach(subject ->
            handle
                .createQuery(
                    "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:s, 0))) l")
                .bind("s", subject.key())
                .mapTo(int.class)
                .one());
  }
}
