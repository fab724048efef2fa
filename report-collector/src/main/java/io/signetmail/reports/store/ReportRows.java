package io.signetmail.reports.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.report.FailureReport;
import io.signetmail.auth.report.PolicyPublished;
import io.signetmail.auth.report.Quirk;
import io.signetmail.auth.report.ReportOutcome;
import io.signetmail.reports.intake.Provenance;
import io.signetmail.reports.intake.Redaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Rows of `report` and `rejected_record`.
final class ReportRows {
  private static final String INSERT =
      """
      insert into report (id, kind, status, fingerprint, source, message_id, submitter, part,
        received_at, reporter, email, extra_contact, report_id, domain, period_begin, period_end,
        policy, generator, errors, quirks, records, messages, rejected, body)
      overriding system value
      values (:id, :kind, :status, :fingerprint, :source, :messageId, :submitter, :part,
        :receivedAt, :reporter, :email, :contact, :reportId, :domain, :begin, :end,
        cast(:policy as jsonb), :generator, :errors, :quirks, :records, :messages, :rejected,
        cast(:body as jsonb))
      on conflict (fingerprint) do nothing
      """;

  private final Handle handle;
  private final ObjectMapper json;

  ReportRows(Handle handle, ObjectMapper json) {
    this.handle = handle;
    this.json = json;
  }

  long nextId() {
    return handle
        .createQuery("select nextval(pg_get_serial_sequence('report', 'id'))")
        .mapTo(Long.class)
        .one();
  }

  /// False when a report with this fingerprint is there.
  boolean insert(long id, ReportOutcome.Aggregate read, Provenance from) {
    var metadata = read.report().metadata();
    var row = common("aggregate", read.fingerprint().toBytes(), read.part(), read.quirks(), from);
    row.put("id", id);
    row.put("reporter", metadata.reporter());
    row.put("email", metadata.email());
    row.put("contact", metadata.extraContact());
    row.put("reportId", metadata.reportId());
    row.put("domain", read.report().policy().domain());
    row.put("begin", utc(metadata.begin()));
    row.put("end", utc(metadata.end()));
    row.put("policy", json(policy(read.report().policy())));
    row.put("generator", metadata.generator());
    row.put("errors", metadata.errors().toArray(String[]::new));
    row.put("records", read.records());
    row.put("messages", read.messages());
    row.put("rejected", read.rejected());
    return insert(row);
  }

  /// The same failure report has the same fields; it is stored without what identifies people.
  boolean insert(ReportOutcome.Failure read, Provenance from) {
    FailureReport report = Redaction.of(read.report());
    var body = json(report);
    var row = common("failure", sha256(json(read.report())), read.part(), read.quirks(), from);
    row.put("id", nextId());
    row.put("reporter", report.userAgent());
    row.put("reportId", report.messageId());
    row.put("domain", report.reportedDomain());
    row.put("begin", utc(from.at()));
    row.put("end", utc(from.at()));
    row.put("messages", (long) report.incidents());
    row.put("body", body);
    return insertOrCount(row, from);
  }

  boolean insert(ReportOutcome.Tls read, Provenance from) {
    var report = read.report();
    var body = json(report);
    var row = common("smtp-tls", sha256(body), read.part(), read.quirks(), from);
    long sessions =
        report.policies().stream()
            .mapToLong(p -> p.successfulSessions() + p.failedSessions())
            .sum();
    row.put("id", nextId());
    row.put("reporter", report.organizationName());
    row.put("email", report.contactInfo());
    row.put("reportId", report.reportId());
    row.put("domain", report.policies().isEmpty() ? "" : report.policies().getFirst().domain());
    row.put("begin", utc(report.begin()));
    row.put("end", utc(report.end()));
    row.put("records", (long) report.policies().size());
    row.put("messages", sessions);
    row.put("body", body);
    return insertOrCount(row, from);
  }

  /// Counts that a known report came again. What nobody vouched for counts from the moment somebody
  /// does.
  void countCopy(byte[] fingerprint, Provenance from) {
    handle
        .createUpdate("update report set copies = copies + 1 where fingerprint = :fingerprint")
        .bind("fingerprint", fingerprint)
        .execute();
    if (from.trusted()) {
      vouch(fingerprint).forEach(new Rollups(handle)::add);
    }
  }

  /// Ids of aggregate reports that count from now on.
  private List<Long> vouch(byte[] fingerprint) {
    return handle
        .createQuery(
            """
            with vouched as (update report set status = 'counted'
              where fingerprint = :fingerprint and status = 'untrusted' returning id, kind)
            select id from vouched where kind = 'aggregate'
            """)
        .bind("fingerprint", fingerprint)
        .mapTo(Long.class)
        .list();
  }

  void insertRejected(long id, long index, String reason) {
    handle
        .createUpdate("insert into rejected_record (report_id, n, reason) values (:id, :n, :why)")
        .bind("id", id)
        .bind("n", index)
        .bind("why", reason)
        .execute();
  }

  private boolean insertOrCount(Map<String, @Nullable Object> row, Provenance from) {
    if (insert(row)) {
      return true;
    }
    if (row.get("fingerprint") instanceof byte[] fingerprint) {
      countCopy(fingerprint, from);
    }
    return false;
  }

  private boolean insert(Map<String, @Nullable Object> row) {
    row.replaceAll((_, value) -> value instanceof String text ? text.replace('\0', ' ') : value);
    return handle.createUpdate(INSERT).bindMap(row).execute() == 1;
  }

  private static Map<String, @Nullable Object> common(
      String kind, byte[] fingerprint, String part, Set<Quirk> quirks, Provenance from) {
    var row = new HashMap<String, @Nullable Object>();
    for (var empty : List.of("reporter", "email", "contact", "reportId", "domain", "generator")) {
      row.put(empty, "");
    }
    for (var zero : List.of("records", "messages", "rejected")) {
      row.put(zero, 0L);
    }
    row.put("kind", kind);
    row.put("fingerprint", fingerprint);
    row.put("part", part);
    row.put("policy", "{}");
    row.put("body", null);
    row.put("errors", new String[0]);
    row.put("quirks", quirks.stream().map(RecordCopy::word).sorted().toArray(String[]::new));
    row.put("status", from.status());
    row.put("source", from.source());
    row.put("messageId", from.messageId());
    row.put("submitter", from.submitter());
    row.put("receivedAt", utc(from.at()));
    return row;
  }

  private static Map<String, String> policy(PolicyPublished policy) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("p", RecordCopy.word(policy.p()));
    fields.put("sp", RecordCopy.word(policy.sp()));
    fields.put("np", RecordCopy.word(policy.np()));
    fields.put("adkim", policy.adkim());
    fields.put("aspf", policy.aspf());
    fields.put("fo", policy.fo());
    fields.put("pct", policy.pct());
    fields.put("testing", policy.testing());
    fields.put("discovery_method", policy.discoveryMethod());
    fields.values().removeIf(value -> value.isEmpty() || value.equals("unknown"));
    return fields;
  }

  /// PostgreSQL has no NUL in text, and strangers write it.
  private String json(Object value) {
    try {
      return json.writeValueAsString(value).replace("\\u0000", " ");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
