package io.signetmail.reports.aggregate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Answers "may this domain enforce?".
///
/// RFC 9989 §8: aligned DKIM on all own mail, never SPF alone; a month clean at `none`, then as
/// long at `quarantine`; domains whose people write to lists should not go to `reject` lightly. A
/// day is clean when at most one in 200 of its own messages would have been hurt: reporters and
/// forwarders make that much noise at domains where nothing is wrong.
public final class Advisor {
  static final int MONTH = 30;
  static final int DAYS_WITH_REPORTS = 20;
  private static final int NOISE = 200;

  private final String rua;

  /// @param rua address the record to publish asks for reports at
  public Advisor(String rua) {
    this.rua = rua;
  }

  /// @param current published policy: `none`, `quarantine` or `reject`
  /// @param history everything known of the domain, any order
  /// @param today reports about it are not in yet; it counts for nothing
  public Advice advise(String domain, String current, List<SourceDay> history, LocalDate today) {
    var before = history.stream().filter(row -> row.day().isBefore(today)).toList();
    var sources = Sources.of(before);
    var kinds = new HashMap<String, SourceClass>();
    sources.forEach(source -> kinds.put(source.ip() + " " + isOwn(source.kind()), source.kind()));
    var days = days(before, kinds);
    var cleanSince = cleanSince(days);
    int cleanDays = cleanSince == null ? 0 : (int) (today.toEpochDay() - cleanSince.toEpochDay());
    int reported = cleanSince == null ? 0 : days.tailMap(cleanSince, true).size();
    var month = days.tailMap(today.minusDays(MONTH), true).values();
    long own = month.stream().mapToLong(day -> day.own).sum();
    long hurt = month.stream().mapToLong(day -> day.hurt).sum();
    long stopped = month.stream().mapToLong(day -> day.strangers).sum();

    var failing = failing(sources, before, today);
    var toFix = toFix(failing, cleanSince, cleanDays, reported);
    boolean mayMove = toFix.isEmpty() && !current.equals("reject");
    var next = mayMove ? step(current) : current;
    return new Advice(
        domain,
        current,
        next,
        mayMove,
        cleanSince,
        cleanDays,
        own,
        hurt,
        stopped,
        failing,
        toFix,
        warnings(sources, next),
        "v=DMARC1; p=" + next + "; rua=mailto:" + rua);
  }

  private static final class Day {
    private long own;
    private long hurt;
    private long strangers;
  }

  private static NavigableMap<LocalDate, Day> days(
      List<SourceDay> history, Map<String, SourceClass> kinds) {
    var days = new TreeMap<LocalDate, Day>();
    for (var row : history) {
      var day = days.computeIfAbsent(row.day(), _ -> new Day());
      if (row.dkim()) {
        day.own += row.messages();
      } else if (row.spf()) {
        day.own += row.messages();
        day.hurt += row.messages();
      } else if (kinds.get(row.sourceIp() + " false") == SourceClass.FORGOTTEN) {
        day.own += row.messages();
        day.hurt += row.messages();
      } else {
        day.strangers += row.messages();
      }
    }
    return days;
  }

  private static boolean isOwn(SourceClass kind) {
    return kind == SourceClass.OURS_SIGNED || kind == SourceClass.OURS_UNSIGNED;
  }

  private static @Nullable LocalDate cleanSince(NavigableMap<LocalDate, Day> days) {
    LocalDate since = null;
    for (var entry : days.descendingMap().entrySet()) {
      var day = entry.getValue();
      if (day.hurt * NOISE > day.own) {
        break;
      }
      since = entry.getKey();
    }
    return since;
  }

  /// What would be hurt in the last month: our own without a signature, and forgotten services.
  private static List<Sources.Source> failing(
      List<Sources.Source> sources, List<SourceDay> history, LocalDate today) {
    Set<String> recent = new HashSet<>();
    for (var row : history) {
      if (!row.dkim() && !row.day().isBefore(today.minusDays(MONTH))) {
        recent.add(row.sourceIp());
      }
    }
    return sources.stream()
        .filter(source ->
            source.kind() == SourceClass.OURS_UNSIGNED || source.kind() == SourceClass.FORGOTTEN)
        .filter(source -> recent.contains(source.ip()))
        .toList();
  }

  private static List<String> toFix(
      List<Sources.Source> failing, @Nullable LocalDate cleanSince, int cleanDays, int reported) {
    var fix = new ArrayList<String>();
    boolean enough = cleanDays >= MONTH && reported >= DAYS_WITH_REPORTS;
    if (enough) {
      return fix; // what still fails is noise: every day of the month was clean
    }
    for (var source : failing) {
      fix.add(
          source.kind() == SourceClass.FORGOTTEN
              ? "%s sends as %s: sign its mail with a key of the domain"
                  .formatted(source.ip(), source.as())
              : "%s passes SPF only: sign its mail".formatted(source.ip()));
    }
    if (cleanSince == null) {
      fix.add("the last day with reports was not clean");
    } else if (cleanDays < MONTH) {
      fix.add("clean for %d days since %s; wait for %d".formatted(cleanDays, cleanSince, MONTH));
    } else {
      fix.add("only %d days with reports; %d are needed".formatted(reported, DAYS_WITH_REPORTS));
    }
    return fix;
  }

  private static List<String> warnings(List<Sources.Source> sources, String next) {
    long forwarders = sources.stream().filter(s -> s.kind() == SourceClass.FORWARDER).count();
    return forwarders > 0 && next.equals("reject")
        ? List.of(
            forwarders
                + " forwarders or lists break signatures: people who write to lists will be refused"
                + " there (RFC 9989 §7.4)")
        : List.of();
  }

  private static String step(String current) {
    return current.equals("quarantine") ? "reject" : "quarantine";
  }
}
