package io.signetmail.auth.report;

/// Takes reports as they are read, so that none is ever held as a whole.
///
/// For an aggregate report: `begin` once, its records, `end`. For anything else: `end` alone. What
/// was taken counts only when `end` brings {@link ReportOutcome.Aggregate}: a refusal can come
/// after the last record.
public interface ReportSink {
  default void begin(AggregateReport report) {}

  default void record(ReportRecord row) {}

  /// A record that cannot be counted, by its position from 0. The others go on.
  default void rejected(long index, String reason) {}

  default void end(ReportOutcome outcome) {}

  /// Reads without keeping anything.
  ReportSink NONE = new ReportSink() {};
}
