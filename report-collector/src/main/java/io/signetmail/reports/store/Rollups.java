package io.signetmail.reports.store;

import org.jdbi.v3.core.Handle;

/// Adds a counted report to the daily sums and to what is known about keys, once, in the
/// transaction that stored it.
final class Rollups {
  /// In the order of the key, so that two collectors never wait for each other in a circle.
  private static final String SOURCES =
      """
      insert into daily_source as d
        (day, domain, source_ip, dkim, spf, disposition, signer, mail_from, messages)
      select r.day, left(p.domain, 255), r.source_ip, r.dkim, r.spf, r.disposition, r.signer,
        r.mail_from, sum(r.messages)
      from report p join report_record r on r.report_id = p.id
        and r.day = (p.period_begin at time zone 'UTC')::date
      where p.id = :id
      group by 1, 2, 3, 4, 5, 6, 7, 8
      order by 2, 1, 3, 4, 5, 6, 7, 8
      on conflict (domain, day, source_ip, dkim, spf, disposition, signer, mail_from)
      do update set messages = d.messages + excluded.messages
      """;

  private static final String REPORTERS =
      """
      insert into daily_reporter as d (day, domain, reporter, reports, messages, passed)
      select (p.period_begin at time zone 'UTC')::date, left(p.domain, 255), left(p.reporter, 255),
        1, p.messages,
        coalesce((select sum(r.messages) from report_record r where r.report_id = p.id
          and r.day = (p.period_begin at time zone 'UTC')::date
          and (r.dkim = 'pass' or r.spf = 'pass')), 0)
      from report p where p.id = :id
      on conflict (domain, day, reporter) do update set reports = d.reports + 1,
        messages = d.messages + excluded.messages, passed = d.passed + excluded.passed
      """;

  private final Handle handle;

  Rollups(Handle handle) {
    this.handle = handle;
  }

  void add(long reportId) {
    handle.createUpdate(SOURCES).bind("id", reportId).execute();
    handle.createUpdate(REPORTERS).bind("id", reportId).execute();
    new KeysSeen(handle).reported(reportId);
  }
}
