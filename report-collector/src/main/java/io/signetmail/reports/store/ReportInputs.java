package io.signetmail.reports.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.report.RefusalReason;
import io.signetmail.auth.report.ReportOutcome.Refused;
import io.signetmail.reports.intake.IntakeResult;
import io.signetmail.reports.intake.Provenance;
import io.signetmail.reports.intake.ReportIntake;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores inputs: each in the caller's transaction, none able to spoil the others.
public final class ReportInputs {
  private static final Logger LOG = LoggerFactory.getLogger(ReportInputs.class);
  private static final String BEFORE = "before_input";

  private final Jdbi database;
  private final ReportIntake intake;
  private final ObjectMapper json;

  public ReportInputs(Jdbi database, ReportIntake intake, ObjectMapper json) {
    this.database = database;
    this.intake = intake;
    this.json = json;
  }

  /// One input in a transaction of its own; when this returns, it is stored.
  public IntakeResult store(byte[] raw, Provenance from) {
    return database.inTransaction(handle -> store(handle, raw, from));
  }

  /// One input within the handle's transaction.
  ///
  /// Only trouble with the database is thrown; an input that the database or our own code cannot
  /// take becomes a dead letter, and the transaction goes on.
  IntakeResult store(Handle handle, byte[] raw, Provenance from) {
    handle.savepoint(BEFORE);
    try {
      var result = intake.take(raw, from, new PostgresReports(handle, json));
      handle.releaseSavepoint(BEFORE);
      return result;
    } catch (RuntimeException | StackOverflowError e) {
      boolean lasting = StoreFailed.isAboutContent(e) || !StoreFailed.isFromDatabase(e);
      if (!lasting) {
        throw e;
      }
      LOG.error("an input could not be stored and is kept as a dead letter", e);
      handle.rollbackToSavepoint(BEFORE);
      var refused =
          new Refused("", RefusalReason.FAILED, "not stored: " + e.getClass().getSimpleName(), "");
      new DeadLetterRows(handle).add(refused, raw, from);
      return new IntakeResult(
          List.of(new IntakeResult.Item("", "", IntakeResult.End.REFUSED, refused.describe())));
    }
  }
}
