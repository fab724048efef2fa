package io.signetmail.keys.store.postgres;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;

/// What a failed statement means for the caller.
enum SqlFailure {
  UNAVAILABLE,
  TRY_AGAIN,
  BUG;

  /// serialization_failure and deadlock_detected.
  private static final Set<String> CONCURRENCY = Set.of("40001", "40P01");

  /// Classes of SQLSTATE (PostgreSQL, appendix A): connection exception, invalid authorization,
  /// invalid catalog name, insufficient resources, operator intervention, system error.
  private static final Set<String> OUTAGE = Set.of("08", "28", "3D", "53", "57", "58");

  static SqlFailure of(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return ofState(sql.getSQLState());
      }
    }
    return failure instanceof ConnectionException ? UNAVAILABLE : ofCauses(failure);
  }

  private static SqlFailure ofState(String state) {
    if (CONCURRENCY.contains(state)) {
      return TRY_AGAIN;
    }
    return state.length() == 5 && OUTAGE.contains(state.substring(0, 2)) ? UNAVAILABLE : BUG;
  }

  /// The pool reports "no connection in time" as an SQLException without a state.
  private static SqlFailure ofCauses(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException) {
        return UNAVAILABLE;
      }
    }
    return BUG;
  }
}
