package io.signetmail.reports.intake;

import java.util.List;

/// What became of every report in one input.
public record IntakeResult(List<Item> items) {
  public IntakeResult {
    items = List.copyOf(items);
  }

  public long count(End end) {
    return items.stream().filter(item -> item.end() == end).count();
  }

  /// How one report ended.
  public enum End {
    STORED,
    DUPLICATE,
    REFUSED
  }

  /// One report, or what looked like one.
  ///
  /// @param part attachment or archive entry, empty for the input itself
  /// @param detail report id, or why it was refused
  public record Item(String part, String kind, End end, String detail) {}
}
