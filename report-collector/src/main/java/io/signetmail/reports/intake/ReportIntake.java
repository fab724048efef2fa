package io.signetmail.reports.intake;

import io.signetmail.auth.report.AggregateReport;
import io.signetmail.auth.report.ReportLimits;
import io.signetmail.auth.report.ReportOutcome;
import io.signetmail.auth.report.ReportReader;
import io.signetmail.auth.report.ReportRecord;
import io.signetmail.auth.report.ReportSink;
import io.signetmail.reports.intake.IntakeResult.End;
import io.signetmail.reports.intake.IntakeResult.Item;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Reads one input and hands every report in it to the store; what is none becomes a dead letter.
///
/// Any number of threads.
public final class ReportIntake {
  private final ReportLimits limits;
  private final InstantSource clock;

  public ReportIntake(ReportLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  public IntakeResult take(byte[] raw, Provenance from, ReportStore store) {
    var sink = new StoringSink(raw, from, store);
    new ReportReader(limits, clock).read(raw, sink);
    return sink.result();
  }

  private static final class StoringSink implements ReportSink {
    private final byte[] raw;
    private final Provenance from;
    private final ReportStore store;
    private final List<Item> items = new ArrayList<>();
    private final List<ReportOutcome.Refused> refused = new ArrayList<>();
    private boolean open;

    StoringSink(byte[] raw, Provenance from, ReportStore store) {
      this.raw = raw;
      this.from = from;
      this.store = store;
    }

    @Override
    public void begin(AggregateReport report) {
      open = true;
      store.begin(report, from);
    }

    @Override
    public void record(ReportRecord row) {
      store.record(row);
    }

    @Override
    public void rejected(long index, String reason) {
      store.rejected(index, reason);
    }

    @Override
    public void end(ReportOutcome outcome) {
      switch (outcome) {
        case ReportOutcome.Aggregate report -> {
          open = false;
          ended(report, "aggregate", store.complete(report), report.report().metadata().reportId());
        }
        case ReportOutcome.Failure report ->
            ended(report, "failure", store.store(report, from), report.report().reportedDomain());
        case ReportOutcome.Tls report ->
            ended(report, "smtp-tls", store.store(report, from), report.report().reportId());
        case ReportOutcome.Refused report -> {
          if (open) {
            open = false;
            store.abandon();
          }
          refused.add(report);
        }
      }
    }

    private void ended(ReportOutcome outcome, String kind, boolean isNew, String detail) {
      items.add(new Item(outcome.part(), kind, isNew ? End.STORED : End.DUPLICATE, detail));
    }

    /// Refusals are written last: an attachment that is no report is none beside a real one.
    IntakeResult result() {
      boolean nothingRead = items.isEmpty();
      for (var one : refused) {
        if (nothingRead || !one.isBystander()) {
          store.deadLetter(one, raw, from);
          items.add(new Item(one.part(), "", End.REFUSED, one.describe()));
        }
      }
      return new IntakeResult(items);
    }
  }
}
