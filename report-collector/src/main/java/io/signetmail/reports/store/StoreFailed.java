package io.signetmail.reports.store;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/// Carries a database failure through code that knows no database.
final class StoreFailed extends RuntimeException {
  private final SQLException failure;

  StoreFailed(SQLException failure) {
    super(failure.getMessage(), failure);
    this.failure = failure;
  }

  SQLException failure() {
    return failure;
  }

  /// The database failure inside what Jdbi or this package threw; anything else goes on as it is.
  static SQLException in(RuntimeException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failure) {
        return failure;
      }
    }
    if (thrown instanceof JdbiException) {
      return new SQLException(thrown.getMessage(), thrown);
    }
    throw thrown;
  }

  /// The database refused the content (SQLSTATE class 22, 23 or 54), and will refuse it again.
  static boolean isAboutContent(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failure && failure.getSQLState() != null) {
        var state = failure.getSQLState();
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
      }
    }
    return false;
  }

  static boolean isFromDatabase(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException || cause instanceof JdbiException) {
        return true;
      }
    }
    return false;
  }
}
