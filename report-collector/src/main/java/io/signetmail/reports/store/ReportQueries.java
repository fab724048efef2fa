package io.signetmail.reports.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/// What the REST side reads, as the JSON it answers: PostgreSQL writes it, nothing maps it twice.
public final class ReportQueries {
  private static final String SUMMARY =
      """
      jsonb_build_object('id', id::text, 'kind', kind, 'status', status, 'domain', domain,
        'reporter', reporter, 'email', email, 'reportId', report_id, 'begin', period_begin,
        'end', period_end, 'records', records, 'messages', messages, 'rejected', rejected,
        'receivedAt', received_at, 'source', source, 'submitter', submitter, 'copies', copies)
      """;

  private final Jdbi database;

  public ReportQueries(Jdbi database) {
    this.database = database;
  }

  /// A page, newest first.
  ///
  /// @param domain policy domain, empty for all
  /// @param before ids below this one; the page before ends with it
  public record Page(String domain, long before, int limit) {}

  /// One item of a list.
  ///
  /// @param id by which the list goes on
  public record Row(long id, String json) {}

  public List<Row> reports(Page page, Set<String> visibleDomains) {
    return database.withHandle(handle ->
        handle
            .createQuery(
                "select id, ("
                    + SUMMARY
                    + ")::text as json from report where id < :before"
                    + " and (:domain = '' or domain = :domain)"
                    + " and (:all or domain = any(:visible))"
                    + " order by id desc limit :limit")
            .bind("before", page.before())
            .bind("domain", page.domain())
            .bind("all", visibleDomains.isEmpty())
            .bind("visible", visibleDomains.toArray(String[]::new))
            .bind("limit", page.limit())
            .map((rs, _) -> new Row(rs.getLong("id"), rs.getString("json")))
            .list());
  }

  public Optional<String> domainOf(long id) {
    return database.withHandle(handle ->
        handle
            .createQuery("select domain from report where id = :id")
            .bind("id", id)
            .mapTo(String.class)
            .findOne());
  }

  public Optional<String> report(long id) {
    return database.withHandle(handle ->
        handle
            .createQuery(
                "select ("
                    + SUMMARY
                    + """
                     || jsonb_build_object('policy', policy, 'generator', generator,
                      'errors', errors, 'quirks', quirks, 'extraContact', extra_contact,
                      'part', part, 'messageId', message_id, 'body', body, 'rejectedRecords',
                      (select coalesce(jsonb_agg(jsonb_build_object('n', n, 'reason', reason)
                        order by n), '[]') from rejected_record r where r.report_id = report.id)))
                    ::text from report where id = :id
                    """)
            .bind("id", id)
            .mapTo(String.class)
            .findOne());
  }

  /// Records in their order.
  ///
  /// @param after number of the last one seen, -1 for the first page
  public List<Row> records(long id, int after, int limit) {
    return database.withHandle(handle ->
        handle
            .createQuery(
                """
                select n as id, jsonb_build_object('n', n, 'sourceIp', host(source_ip), 'count', messages,
                  'disposition', disposition, 'dkim', dkim, 'spf', spf, 'headerFrom', header_from,
                  'envelopeFrom', envelope_from, 'envelopeTo', envelope_to, 'reasons', reasons,
                  'dkimResults', dkim_results, 'spfResults', spf_results)::text as json
                from report_record
                where report_id = :id and n > :after
                  and day = (select (period_begin at time zone 'UTC')::date from report
                    where id = :id)
                order by n limit :limit
                """)
            .bind("id", id)
            .bind("after", after)
            .bind("limit", limit)
            .map((rs, _) -> new Row(rs.getLong("id"), rs.getString("json")))
            .list());
  }

  public List<Row> message(String messageId) {
    return database.withHandle(handle ->
        handle
            .createQuery(
                """
                select 0 as id, (jsonb_build_object('at', at) || body || jsonb_build_object(
                  'type', type))::text as json
                from message_event where message_id = :id order by at limit 1000
                """)
            .bind("id", messageId)
            .map((rs, _) -> new Row(rs.getLong("id"), rs.getString("json")))
            .list());
  }

  public List<Row> deadLetters(long before, int limit) {
    return database.withHandle(handle ->
        handle
            .createQuery(
                """
                select id, jsonb_build_object('id', id::text, 'part', part, 'reason', reason,
                  'detail', detail, 'position', position, 'source', source, 'messageId', message_id,
                  'receivedAt', received_at, 'copies', copies, 'replayedAt', replayed_at,
                  'sha256', encode(sha256, 'hex'))::text as json
                from dead_letter where id < :before order by id desc limit :limit
                """)
            .bind("before", before)
            .bind("limit", limit)
            .map((rs, _) -> new Row(rs.getLong("id"), rs.getString("json")))
            .list());
  }

  public Optional<byte[]> rawOf(long deadLetter) {
    return database.withHandle(handle ->
        handle
            .createQuery(
                "select bytes from raw_input join dead_letter using (sha256) where id = :id")
            .bind("id", deadLetter)
            .mapTo(byte[].class)
            .findOne());
  }
}
