package io.signetmail.reports.store;

import io.signetmail.reports.aggregate.SourceDay;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// What is known of one domain over time, from the daily sums.
public final class DomainQueries {
  private final Jdbi database;

  public DomainQueries(Jdbi database) {
    this.database = database;
  }

  /// @param from first day
  /// @param to last day
  public record Span(String domain, LocalDate from, LocalDate to) {}

  public List<SourceDay> history(Span span) {
    return database.withHandle(handle ->
        handle
            .createQuery(
                """
                select day, host(source_ip) as ip, dkim, spf, signer, mail_from,
                  sum(messages) as messages
                from daily_source where domain = :domain and day between :from and :to
                group by day, source_ip, dkim, spf, signer, mail_from
                order by day, source_ip limit 500000
                """)
            .bindMethods(span)
            .map((row, _) ->
                new SourceDay(
                    row.getObject("day", LocalDate.class),
                    row.getString("ip"),
                    row.getString("dkim").equals("pass"),
                    row.getString("spf").equals("pass"),
                    row.getString("signer"),
                    row.getString("mail_from"),
                    row.getLong("messages")))
            .list());
  }

  /// Published policy as the newest counted report saw it; `none` when there is none.
  public String policy(String domain) {
    return database.withHandle(handle ->
        handle
            .createQuery(
                "select coalesce(policy->>'p', 'none') from report where domain = :domain"
                    + " and kind = 'aggregate' and status = 'counted'"
                    + " order by period_end desc, id desc limit 1")
            .bind("domain", domain)
            .mapTo(String.class)
            .findOne()
            .orElse("none"));
  }

  /// Days of one domain, as JSON.
  public List<String> days(Span span) {
    return database.withHandle(handle ->
        handle
            .createQuery(
                """
                select jsonb_build_object('day', day, 'messages', sum(messages), 'passed',
                  coalesce(sum(messages) filter (where dkim = 'pass' or spf = 'pass'), 0), 'dkim',
                  coalesce(sum(messages) filter (where dkim = 'pass'), 0), 'spf',
                  coalesce(sum(messages) filter (where spf = 'pass'), 0))::text
                from daily_source where domain = :domain and day between :from and :to
                group by day order by day
                """)
            .bindMethods(span)
            .mapTo(String.class)
            .list());
  }

  /// Domain and day on which the ways of counting disagree, as JSON; empty when all is right.
  public List<String> differences() {
    return database.withHandle(handle ->
        handle
            .createQuery(
                """
                with reports as (
                  select left(domain, 255) as domain, (period_begin at time zone 'UTC')::date as day,
                    sum(messages) as n
                  from report where kind = 'aggregate' and status = 'counted' group by 1, 2),
                records as (
                  select left(p.domain, 255) as domain, r.day, sum(r.messages) as n
                  from report p join report_record r on r.report_id = p.id
                  where p.kind = 'aggregate' and p.status = 'counted' group by 1, 2),
                sources as (select domain, day, sum(messages) as n from daily_source group by 1, 2),
                reporters as (
                  select domain, day, sum(messages) as n from daily_reporter group by 1, 2)
                select jsonb_build_object('domain', domain, 'day', day, 'reports', reports.n,
                  'records', records.n, 'sources', sources.n, 'reporters', reporters.n)::text
                from reports full join records using (domain, day)
                  full join sources using (domain, day) full join reporters using (domain, day)
                where not (coalesce(reports.n, 0) = coalesce(records.n, 0)
                  and coalesce(records.n, 0) = coalesce(sources.n, 0)
                  and coalesce(sources.n, 0) = coalesce(reporters.n, 0))
                order by domain, day limit 1000
                """)
            .mapTo(String.class)
            .list());
  }
}
