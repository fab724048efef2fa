package io.signetmail.bench.inbound;

import io.signetmail.bench.Row;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The rows so far; each is shown as it is measured, because the whole takes minutes.
final class Report {
  private final List<Row> rows = new ArrayList<>();
  private final PrintWriter terminal;

  Report(PrintWriter terminal) {
    this.terminal = terminal;
  }

  void add(Row row) {
    rows.add(row);
    progress("  %s: %.2f %s", row.name(), row.value(), row.unit());
  }

  void progress(String format, Object... arguments) {
    terminal.printf(Locale.ROOT, format + "%n", arguments);
    terminal.flush();
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }
}
