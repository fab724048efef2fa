package io.signetmail.auth.fuzz;

import io.signetmail.auth.report.AggregateReport;
import io.signetmail.auth.report.AggregateReportWriter;
import io.signetmail.auth.report.ReportLimits;
import io.signetmail.auth.report.ReportOutcome;
import io.signetmail.auth.report.ReportReader;
import io.signetmail.auth.report.ReportRecord;
import io.signetmail.auth.report.ReportSink;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What holds for every input of the report reader: an outcome, bounded texts, and an aggregate
/// report that says the same when it is written and read again.
final class Reports {
  private static final ReportLimits LIMITS =
      new ReportLimits(4 << 20, 250, 4, 100, 10_000, 2_048, Duration.ofSeconds(60));

  private Reports() {}

  static void check(byte[] input) {
    var reader = new ReportReader(LIMITS, Fixtures.CLOCK);
    var sink = new Kept();
    var outcomes = reader.read(input, sink);
    Promise.that(!outcomes.isEmpty(), "at least one outcome");
    Promise.that(outcomes.size() <= 103, "bounded outcomes");
    for (var outcome : outcomes) {
      switch (outcome) {
        case ReportOutcome.Refused refused -> {
          Promise.that(!refused.describe().isEmpty(), "a description");
          Promise.that(refused.detail().length() < 4_000, "a bounded detail");
        }
        case ReportOutcome.Aggregate read ->
            Promise.that(read.records() + read.rejected() <= 10_000, "bounded records");
        case ReportOutcome.Failure read ->
            Promise.that(read.report().authenticationResults().size() <= 200, "bounded fields");
        case ReportOutcome.Tls _ -> {}
      }
    }
    if (outcomes.size() == 1 && outcomes.getFirst() instanceof ReportOutcome.Aggregate read) {
      writtenAndReadAgain(read, sink);
    }
  }

  private static void writtenAndReadAgain(ReportOutcome.Aggregate read, Kept sink) {
    var first = written(read.report(), sink.rows);
    var again = new Kept();
    var outcome = new ReportReader(LIMITS, Fixtures.CLOCK).read(first, again).getFirst();
    if (outcome instanceof ReportOutcome.Refused refused) {
      throw new AssertionError("what we write is read: " + refused.describe());
    }
    var second = (ReportOutcome.Aggregate) outcome;
    Promise.equal(second.records(), read.records(), "as many records");
    Promise.equal(second.messages(), read.messages(), "as many messages");
    Promise.equal(
        Fixtures.latin1(written(second.report(), again.rows)),
        Fixtures.latin1(first),
        "written, read, written");
  }

  private static byte[] written(AggregateReport report, List<ReportRecord> rows) {
    var out = new ByteArrayOutputStream();
    try (var writer = new AggregateReportWriter(out)) {
      writer.begin(report);
      rows.forEach(writer::record);
      writer.end();
    }
    return out.toByteArray();
  }

  private static final class Kept implements ReportSink {
    private final List<ReportRecord> rows = new ArrayList<>();

    @Override
    public void record(ReportRecord row) {
      rows.add(row);
    }
  }
}
