package io.signetmail.reports.intake;

import io.signetmail.auth.report.AggregateReport;
import io.signetmail.auth.report.ReportOutcome;
import io.signetmail.auth.report.ReportRecord;

/// Where reports go, within a transaction that somebody else ends. One thread.
///
/// An aggregate report is begun, given its records, and then either completed or abandoned: what
/// was taken of an abandoned one leaves no trace.
public interface ReportStore {
  void begin(AggregateReport report, Provenance from);

  void record(ReportRecord row);

  void rejected(long index, String reason);

  /// True when the report is new; false when it was there, in whatever wrapping it came.
  boolean complete(ReportOutcome.Aggregate report);

  void abandon();

  boolean store(ReportOutcome.Failure report, Provenance from);

  boolean store(ReportOutcome.Tls report, Provenance from);

  void deadLetter(ReportOutcome.Refused refused, byte[] raw, Provenance from);
}
