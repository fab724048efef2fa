package io.signetmail.reports.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.report.AggregateReport;
import io.signetmail.auth.report.ReportOutcome;
import io.signetmail.auth.report.ReportRecord;
import io.signetmail.reports.intake.Provenance;
import io.signetmail.reports.intake.ReportStore;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reports into PostgreSQL within one transaction that the caller ends. One thread.
final class PostgresReports implements ReportStore {
  private static final int MAX_REJECTED_KEPT = 1_000;
  private static final String BEFORE = "before_report";

  private final Handle handle;
  private final RecordCopy copy;
  private final ReportRows rows;
  private final DeadLetterRows deadLetters;
  private final List<Rejected> rejected = new ArrayList<>();
  private @Nullable Open open;

  PostgresReports(Handle handle, ObjectMapper json) {
    this.handle = handle;
    this.copy = new RecordCopy(handle.getConnection());
    this.rows = new ReportRows(handle, json);
    this.deadLetters = new DeadLetterRows(handle);
  }

  private record Open(long id, Provenance from) {}

  private record Rejected(long index, String reason) {}

  @Override
  public void begin(AggregateReport report, Provenance from) {
    handle.savepoint(BEFORE);
    var now = new Open(rows.nextId(), from);
    open = now;
    rejected.clear();
    copy.begin(now.id(), report.metadata().begin());
  }

  @Override
  public void record(ReportRecord row) {
    copy.add(row);
  }

  @Override
  public void rejected(long index, String reason) {
    copy.skip();
    if (rejected.size() < MAX_REJECTED_KEPT) {
      rejected.add(new Rejected(index, reason));
    }
  }

  @Override
  public boolean complete(ReportOutcome.Aggregate report) {
    var now = ended();
    if (copy.isRunning()) {
      copy.finish(); // the connection can do nothing else while a copy runs
    }
    if (!rows.insert(now.id(), report, now.from())) {
      copy.cancel();
      handle.rollbackToSavepoint(BEFORE);
      rows.countCopy(report.fingerprint().toBytes(), now.from());
      return false;
    }
    copy.finish();
    for (var one : rejected) {
      rows.insertRejected(now.id(), one.index(), one.reason());
    }
    if (now.from().trusted()) {
      new Rollups(handle).add(now.id());
    }
    handle.releaseSavepoint(BEFORE);
    return true;
  }

  @Override
  public void abandon() {
    var _ = ended();
    copy.cancel();
    handle.rollbackToSavepoint(BEFORE);
  }

  @Override
  public boolean store(ReportOutcome.Failure report, Provenance from) {
    return rows.insert(report, from);
  }

  @Override
  public boolean store(ReportOutcome.Tls report, Provenance from) {
    return rows.insert(report, from);
  }

  @Override
  public void deadLetter(ReportOutcome.Refused refused, byte[] raw, Provenance from) {
    deadLetters.add(refused, raw, from);
  }

  private Open ended() {
    var now = open;
    if (now == null) {
      throw new IllegalStateException("no report was begun");
    }
    open = null;
    return now;
  }
}
