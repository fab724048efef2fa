package io.signetmail.auth.report;

import io.signetmail.auth.report.ReportOutcome.Refused;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Finds every report in an input, whatever it is wrapped in, and reads it.
///
/// ```java
/// var reader = new ReportReader(ReportLimits.defaults(), InstantSource.system());
/// for (var outcome : reader.read(mail, sink)) { … }
/// ```
///
/// Never throws for hostile input and always gives at least one outcome. One thread at a time; a
/// reader kept for many reports is faster than a new one for each.
public final class ReportReader {
  private final ReportLimits limits;
  private final InstantSource clock;
  private final Scratch scratch = new Scratch();

  public ReportReader(ReportLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  public List<ReportOutcome> read(byte[] input, ReportSink sink) {
    return read(new ByteArrayInputStream(input), sink);
  }

  /// The stream is read to where the report ends, and not closed. Its own failures are refusals
  /// too.
  public List<ReportOutcome> read(InputStream input, ReportSink sink) {
    List<ReportOutcome> outcomes = new ArrayList<>();
    var marked = input.markSupported() ? input : new BufferedInputStream(input);
    var unwrapper = new Unwrapper(new ReadBudget(limits, clock), sink, scratch, outcomes);
    try {
      unwrapper.unwrap(marked, "", 0);
    } catch (ReportRefused e) {
      unwrapper.add(new Refused("", e.reason(), e.detail(), ""));
    } catch (IOException e) {
      unwrapper.add(new Refused("", RefusalReason.TRUNCATED, String.valueOf(e.getMessage()), ""));
    }
    if (outcomes.stream().anyMatch(o -> !(o instanceof Refused))) {
      outcomes.removeIf(o -> o instanceof Refused r && r.isBystander());
    }
    return List.copyOf(outcomes);
  }
}
