package io.signetmail.reports.api;

import io.signetmail.reports.store.ReportQueries;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lists that PostgreSQL wrote as JSON, joined without being read again.
final class Pages {
  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1_000;

  private Pages() {}

  static int limit(@Nullable Integer asked) {
    if (asked == null) {
      return DEFAULT_LIMIT;
    }
    if (asked < 1 || asked > MAX_LIMIT) {
      throw Problem.badRequest("limit is a number from 1 to " + MAX_LIMIT);
    }
    return asked;
  }

  /// The id to go on from; without one, from the newest.
  static long before(@Nullable String after) {
    if (after == null) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException _) {
      throw Problem.badRequest("after is the 'next' of the page before");
    }
  }

  /// One page of what was found.
  ///
  /// @param found up to one more than `limit`, which says that there is more
  static String of(String name, List<ReportQueries.Row> found, int limit) {
    boolean more = found.size() > limit;
    var shown = more ? found.subList(0, limit) : found;
    var items = shown.stream().map(ReportQueries.Row::json).collect(Collectors.joining(","));
    var next = more ? ",\"next\":\"" + shown.getLast().id() + "\"" : "";
    return "{\"" + name + "\":[" + items + "]" + next + "}";
  }
}
