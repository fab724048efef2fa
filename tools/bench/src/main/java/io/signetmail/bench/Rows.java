package io.signetmail.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;

/// Prints rows, as a table for people or as JSON.
public final class Rows {
  private Rows() {}

  /// The rows as text, ended by a line end.
  public static String print(List<Row> rows, boolean json) {
    return json ? json(rows) : table(rows);
  }

  private static String json(List<Row> rows) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String table(List<Row> rows) {
    int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(4);
    var out = new StringBuilder();
    var line = "%-" + Math.max(4, width) + "s %12s %-8s %12s %s%n";
    out.append(String.format(Locale.ROOT, line, "name", "value", "unit", "target", "met"));
    for (var row : rows) {
      var met = row.met() == null ? "" : row.met() ? "yes" : "NO";
      var target = row.target() == null ? "" : row.target();
      out.append(
          String.format(
              Locale.ROOT, line, row.name(), number(row.value()), row.unit(), target, met));
    }
    return out.toString();
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    var text = String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
