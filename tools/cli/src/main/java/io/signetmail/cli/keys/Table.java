package io.signetmail.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows under headings, as wide as their widest cell.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  /// One row of the named fields of an object; `a/b` is the field b in a.
  Table add(JsonNode object, String... fields) {
    var row = new ArrayList<String>();
    for (var field : fields) {
      row.add(plain(object.at("/" + field).asText()));
    }
    rows.add(row);
    return this;
  }

  Table add(String... cells) {
    rows.add(List.of(cells).stream().map(Table::plain).toList());
    return this;
  }

  void print(PrintWriter out) {
    int columns = rows.getFirst().size();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i))
            .repeat(' ', i == columns - 1 ? 0 : width(i) - row.get(i).length() + 2);
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  /// A terminal must not obey what a service sent.
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
