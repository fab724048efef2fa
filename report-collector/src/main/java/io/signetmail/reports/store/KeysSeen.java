package io.signetmail.reports.store;

import io.signetmail.reports.history.HistoryRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Notes when keys were last seen at work, in the transaction that stores what was seen. Noting the
/// same thing again changes nothing.
final class KeysSeen {
  /// RFC 1035 §2.3.4, without the dot of the root.
  private static final int MAX_NAME = 253;

  /// A report can name any key; this many are more than one domain has.
  private static final int MOST_OF_A_REPORT = 1_000;

  private static final String SIGNED =
      """
      insert into key_signed as k (domain, selector, last_signed)
      values (:domain, :selector, :at)
      on conflict (domain, selector) do update set last_signed = excluded.last_signed
      where excluded.last_signed > k.last_signed
      """;

  /// A report cannot know what comes after it. What is known already is left alone, so that
  /// collectors do not wait for each other's transactions over it.
  private static final String REPORTED =
      """
      with seen as (
        select rtrim(lower(d->>'domain'), '.') as domain,
          rtrim(lower(d->>'selector'), '.') as selector,
          max(least(p.period_end, p.received_at)) as at
        from report p
        join report_record r on r.report_id = p.id
          and r.day = (p.period_begin at time zone 'UTC')::date
        cross join lateral jsonb_array_elements(r.dkim_results) d
        where p.id = :id and r.signer <> '' and d->>'result' = 'pass'
          and length(d->>'domain') between 1 and :longest
          and length(d->>'selector') between 1 and :longest
        group by 1, 2
      )
      insert into key_reported as k (domain, selector, last_reported)
      select s.domain, s.selector, s.at from seen s
      where not exists (select from key_reported known where known.domain = s.domain
        and known.selector = s.selector and known.last_reported >= s.at)
      order by 1, 2 limit :most
      on conflict (domain, selector) do update set last_reported = excluded.last_reported
      where excluded.last_reported > k.last_reported
      """;

  private record Key(String domain, String selector) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byDomain = domain.compareTo(other.domain);
      return byDomain == 0 ? selector.compareTo(other.selector) : byDomain;
    }

    boolean isName() {
      return !domain.isEmpty()
          && !selector.isEmpty()
          && domain.length() <= MAX_NAME
          && selector.length() <= MAX_NAME;
    }
  }

  private final Handle handle;

  KeysSeen(Handle handle) {
    this.handle = handle;
  }

  /// Notes the signing events among the rows, in the order of the key, so that two collectors never
  /// wait for each other in a circle.
  void signed(List<HistoryRow> rows) {
    var newest = new TreeMap<Key, Instant>();
    for (var row : rows) {
      var key = new Key(name(row.domain()), name(row.selector()));
      if (key.isName()) {
        newest.merge(key, row.at(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    if (newest.isEmpty()) {
      return;
    }
    var batch = handle.prepareBatch(SIGNED);
    newest.forEach((key, at) ->
        batch
            .bind("domain", key.domain())
            .bind("selector", key.selector())
            .bind("at", at.atOffset(ZoneOffset.UTC))
            .add());
    batch.execute();
  }

  /// Notes the keys that passed in a counted report. A report that leaves the selector out says
  /// nothing about a key.
  void reported(long reportId) {
    handle
        .createUpdate(REPORTED)
        .bind("id", reportId)
        .bind("longest", MAX_NAME)
        .bind("most", MOST_OF_A_REPORT)
        .execute();
  }

  private static String name(String text) {
    return text.replace('\0', ' ').toLowerCase(Locale.ROOT);
  }
}
