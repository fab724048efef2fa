package io.signetmail.cli;

import io.signetmail.auth.report.ReportLimits;
import io.signetmail.auth.report.ReportOutcome;
import io.signetmail.auth.report.ReportReader;
import io.signetmail.auth.report.ReportRecord;
import io.signetmail.auth.report.ReportSink;
import io.signetmail.cli.text.Output;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signet report`: a report file as a table.
@Command(
    name = "report",
    description =
        "Shows a DMARC aggregate report, a failure report or an SMTP TLS report: XML, JSON or a mail,"
            + " as it is or in gzip or zip.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "rows of an aggregate report to show; the others are counted (default: ${DEFAULT-VALUE})")
  private int limit = 50;

  @Parameters(paramLabel = "FILE", description = "the report; - for standard input")
  private Path file = Path.of("-");

  @Override
  public Integer call() throws IOException {
    if (limit < 0) {
      throw output.misuse("--rows: 0 or more");
    }
    var shown = new Shown(limit);
    List<ReportTable> tables;
    try (var in = open()) {
      var outcomes =
          new ReportReader(ReportLimits.defaults(), InstantSource.system()).read(in, shown);
      // The sink also hears of parts of a mail that never were a report.
      tables = shown.tables.stream().filter(table -> outcomes.contains(table.outcome())).toList();
    }
    output.print(
        Map.of("file", file.toString(), "reports", tables.stream().map(ReportTable::json).toList()),
        out -> tables.forEach(table -> table.print(out)));
    var refusals = tables.stream().flatMap(table -> table.refusal().stream()).toList();
    refusals.forEach(refusal -> output.warn(file + ": " + refusal));
    return refusals.isEmpty() ? 0 : 1;
  }

  private InputStream open() throws IOException {
    return file.toString().equals("-")
        ? System.in
        : new BufferedInputStream(Files.newInputStream(file));
  }

  /// Keeps the first rows of each report, so memory does not depend on its size.
  private static final class Shown implements ReportSink {
    private final int limit;
    private final List<ReportTable> tables = new ArrayList<>();
    private List<ReportRecord> rows = new ArrayList<>();

    Shown(int limit) {
      this.limit = limit;
    }

    @Override
    public void record(ReportRecord row) {
      if (rows.size() < limit) {
        rows.add(row);
      }
    }

    @Override
    public void end(ReportOutcome outcome) {
      tables.add(new ReportTable(outcome, rows));
      rows = new ArrayList<>();
    }
  }
}
