package io.signetmail.auth.report;

import java.util.Set;

/// What became of one report found in an input.
public sealed interface ReportOutcome {
  /// Name of the part or archive entry, empty when the input itself was the report.
  String part();

  /// An aggregate report; its records went to the sink.
  ///
  /// @param records taken, {@code rejected} not among them
  /// @param messages sum of their counts
  record Aggregate(
      String part,
      AggregateReport report,
      long records,
      long messages,
      long rejected,
      ReportFingerprint fingerprint,
      Set<Quirk> quirks)
      implements ReportOutcome {
    public Aggregate {
      quirks = Set.copyOf(quirks);
    }
  }

  record Failure(String part, FailureReport report, Set<Quirk> quirks) implements ReportOutcome {
    public Failure {
      quirks = Set.copyOf(quirks);
    }
  }

  record Tls(String part, TlsReport report, Set<Quirk> quirks) implements ReportOutcome {
    public Tls {
      quirks = Set.copyOf(quirks);
    }
  }

  /// Not a report, or one that cannot be trusted to mean what it says.
  ///
  /// @param position where in the part, empty when it has no meaning
  record Refused(String part, RefusalReason reason, String detail, String position)
      implements ReportOutcome {
    /// What an attachment that is no report looks like beside one that is.
    public boolean isBystander() {
      return switch (reason) {
        case NOT_A_REPORT, EMPTY, NO_REPORT -> true;
        case NOT_WELL_FORMED,
            TRUNCATED,
            DOCTYPE,
            MISSING_ELEMENT,
            BAD_VALUE,
            BAD_ARCHIVE,
            BAD_MAIL,
            TOO_LARGE,
            TOO_COMPRESSED,
            TOO_NESTED,
            TOO_MANY_ENTRIES,
            TOO_MANY_RECORDS,
            TOO_LONG_MARKUP,
            TOO_SLOW,
            FAILED ->
            false;
      };
    }

    /// For people: reason, detail and position in one line.
    public String describe() {
      var where = position.isEmpty() ? "" : " at " + position;
      var name = part.isEmpty() ? "" : part + ": ";
      return name + reason.keyword() + ": " + detail + where;
    }
  }
}
