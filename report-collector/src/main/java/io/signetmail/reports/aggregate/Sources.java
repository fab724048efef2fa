package io.signetmail.reports.aggregate;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Sorts the sources of one domain into classes, from nothing but what reporters saw.
public final class Sources {
  /// A service sends on several days; a stranger's burst does not.
  static final int FORGOTTEN_DAYS = 3;

  private Sources() {}

  /// One source over the whole time.
  ///
  /// @param as who it passes as, empty when it passes as nobody
  /// @param days on which it sent
  public record Source(String ip, SourceClass kind, String as, int days, long messages) {}

  /// The sources, most messages first. One address can be two: a list that breaks some signatures
  /// and keeps others is a forwarder and a signed source.
  public static List<Source> of(List<SourceDay> history) {
    Set<String> surviving = new HashSet<>();
    for (var row : history) {
      if (row.dkim() && !row.spf()) {
        surviving.add(row.sourceIp());
      }
    }
    var groups = new TreeMap<String, Group>();
    for (var row : history) {
      groups.computeIfAbsent(row.sourceIp() + " " + outcome(row), _ -> new Group(row)).add(row);
    }
    return groups.values().stream()
        .map(group -> group.toSource(surviving))
        .sorted(Comparator.comparingLong(Source::messages).reversed().thenComparing(Source::ip))
        .toList();
  }

  private static String outcome(SourceDay row) {
    return row.dkim() ? "signed" : row.spf() ? "unsigned" : "failed";
  }

  private static final class Group {
    private final SourceDay first;
    private final Set<Long> days = new HashSet<>();
    private final Set<Long> daysAsItself = new HashSet<>();
    private String as = "";
    private long messages;

    Group(SourceDay first) {
      this.first = first;
    }

    void add(SourceDay row) {
      messages += row.messages();
      days.add(row.day().toEpochDay());
      var name = row.signer().isEmpty() ? row.mailFrom() : row.signer();
      if (!name.isEmpty()) {
        as = name;
        daysAsItself.add(row.day().toEpochDay());
      }
    }

    Source toSource(Set<String> surviving) {
      return new Source(first.sourceIp(), kind(surviving), as, days.size(), messages);
    }

    private SourceClass kind(Set<String> surviving) {
      if (first.dkim()) {
        return SourceClass.OURS_SIGNED;
      }
      if (first.spf()) {
        return SourceClass.OURS_UNSIGNED;
      }
      if (surviving.contains(first.sourceIp())) {
        return SourceClass.FORWARDER;
      }
      return daysAsItself.size() >= FORGOTTEN_DAYS ? SourceClass.FORGOTTEN : SourceClass.STRANGER;
    }
  }
}
