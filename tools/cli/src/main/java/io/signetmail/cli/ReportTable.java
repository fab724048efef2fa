package io.signetmail.cli;

import io.signetmail.auth.report.FailureReport;
import io.signetmail.auth.report.ReportOutcome;
import io.signetmail.auth.report.ReportRecord;
import io.signetmail.auth.report.TlsReport;
import io.signetmail.cli.text.Plain;
import io.signetmail.cli.text.Section;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One report as a head and a table.
record ReportTable(ReportOutcome outcome, List<ReportRecord> rows) {
  private static final String ROW = "%-39s %8s  %-10s  %-4s  %-4s  %-28s %s%n";

  ReportTable {
    rows = List.copyOf(rows);
  }

  /// Why it could not be read.
  Optional<String> refusal() {
    return outcome instanceof ReportOutcome.Refused refused
        ? Optional.of(refused.describe())
        : Optional.empty();
  }

  void print(PrintWriter out) {
    head().print(out);
    if (outcome instanceof ReportOutcome.Aggregate aggregate && !rows.isEmpty()) {
      out.println();
      out.printf(ROW, "source", "messages", "done", "dkim", "spf", "from", "checked");
      for (var row : rows) {
        out.printf(
            ROW,
            row.sourceIp().getHostAddress(),
            row.count(),
            word(row.evaluated().disposition()),
            word(row.evaluated().dkim()),
            word(row.evaluated().spf()),
            Plain.line(row.identifiers().headerFrom(), 60),
            Plain.line(checked(row), 300));
      }
      if (aggregate.records() > rows.size()) {
        out.printf("and %d more rows (--rows N)%n", aggregate.records() - rows.size());
      }
    }
    out.println();
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<>(head().json());
    if (outcome instanceof ReportOutcome.Aggregate) {
      json.put("rows", rows.stream().map(ReportTable::json).toList());
    }
    return json;
  }

  private Section head() {
    return switch (outcome) {
      case ReportOutcome.Aggregate aggregate -> head(aggregate);
      case ReportOutcome.Failure(_, var report, var quirks) ->
          head(report).fact("forgiven", words(quirks)).json("quirks", words(quirks));
      case ReportOutcome.Tls(_, var report, var quirks) ->
          head(report).fact("forgiven", words(quirks)).json("quirks", words(quirks));
      case ReportOutcome.Refused refused ->
          new Section("refused", refused.describe())
              .json("kind", "refused")
              .json("reason", refused.reason().keyword())
              .json("detail", refused.detail())
              .json("position", refused.position());
    };
  }

  private static Section head(ReportOutcome.Aggregate it) {
    var metadata = it.report().metadata();
    var policy = it.report().policy();
    var published =
        "p=" + word(policy.p()) + " sp=" + word(policy.sp()) + " np=" + word(policy.np());
    return new Section("DMARC", "aggregate report about " + policy.domain())
        .fact("from", metadata.reporter() + " <" + metadata.email() + ">")
        .fact("report", metadata.reportId())
        .fact("period", metadata.begin() + " to " + metadata.end())
        .fact("policy", published)
        .fact("counted", it.messages() + " messages in " + it.records() + " rows")
        .fact("left out", it.rejected() > 0 ? it.rejected() + " rows that cannot be counted" : "")
        .fact("errors", String.join("; ", metadata.errors()))
        .fact("forgiven", words(it.quirks()))
        .json("kind", "aggregate")
        .json("domain", policy.domain())
        .json("reporter", metadata.reporter())
        .json("email", metadata.email())
        .json("reportId", metadata.reportId())
        .json("begin", metadata.begin())
        .json("end", metadata.end())
        .json("p", word(policy.p()))
        .json("sp", word(policy.sp()))
        .json("np", word(policy.np()))
        .json("records", it.records())
        .json("messages", it.messages())
        .json("rejected", it.rejected())
        .json("quirks", words(it.quirks()));
  }

  private static Section head(FailureReport it) {
    return new Section("failure", it.feedbackType() + " report about " + it.reportedDomain())
        .fact("reporter", it.userAgent())
        .fact("failed", it.authFailure())
        .fact("aligned", it.identityAlignment())
        .fact("done", it.deliveryResult())
        .fact("source", it.sourceIp())
        .fact("arrived", it.arrivalDate())
        .fact("mail from", it.originalMailFrom())
        .fact("results", String.join(" | ", it.authenticationResults()))
        .fact("dkim", it.dkimDomain().isEmpty() ? "" : it.dkimDomain() + " " + it.dkimSelector())
        .fact("message", it.messageId())
        .fact("incidents", Integer.toString(it.incidents()))
        .json("kind", "failure")
        .json("feedbackType", it.feedbackType())
        .json("reportedDomain", it.reportedDomain())
        .json("authFailure", it.authFailure())
        .json("identityAlignment", it.identityAlignment())
        .json("deliveryResult", it.deliveryResult())
        .json("sourceIp", it.sourceIp())
        .json("arrivalDate", it.arrivalDate())
        .json("mailFrom", it.originalMailFrom())
        .json("authenticationResults", it.authenticationResults())
        .json("messageId", it.messageId())
        .json("incidents", it.incidents());
  }

  private static Section head(TlsReport it) {
    var section =
        new Section("TLS", "report of " + it.organizationName())
            .fact("contact", it.contactInfo())
            .fact("report", it.reportId())
            .fact("period", it.begin() + " to " + it.end())
            .json("kind", "smtp_tls")
            .json("reporter", it.organizationName())
            .json("reportId", it.reportId())
            .json("begin", it.begin())
            .json("end", it.end())
            .json("policies", it.policies().stream().map(ReportTable::json).toList());
    for (var policy : it.policies()) {
      section.fact(
          policy.type(),
          "%s: %d sessions fine, %d failed"
              .formatted(policy.domain(), policy.successfulSessions(), policy.failedSessions()));
      for (var failure : policy.failures()) {
        section.fact(
            "",
            "%d x %s at %s %s"
                .formatted(
                    failure.failedSessions(),
                    failure.resultType(),
                    failure.receivingMxHostname(),
                    failure.additionalInformation()));
      }
    }
    return section;
  }

  private static Map<String, Object> json(TlsReport.Policy policy) {
    var json = new LinkedHashMap<String, Object>();
    json.put("type", policy.type());
    json.put("domain", policy.domain());
    json.put("successfulSessions", policy.successfulSessions());
    json.put("failedSessions", policy.failedSessions());
    return json;
  }

  private static Map<String, Object> json(ReportRecord row) {
    var json = new LinkedHashMap<String, Object>();
    json.put("sourceIp", row.sourceIp().getHostAddress());
    json.put("count", row.count());
    json.put("disposition", word(row.evaluated().disposition()));
    json.put("dkim", word(row.evaluated().dkim()));
    json.put("spf", word(row.evaluated().spf()));
    json.put("headerFrom", row.identifiers().headerFrom());
    json.put("envelopeFrom", row.identifiers().envelopeFrom());
    json.put("checked", checked(row));
    return json;
  }

  /// What was checked, in the words of Authentication-Results.
  private static String checked(ReportRecord row) {
    var text = new StringBuilder();
    for (var one : row.dkim()) {
      text.append("dkim=").append(word(one.result())).append(' ').append(one.domain());
      text.append(one.selector().isEmpty() ? "" : "/" + one.selector()).append("  ");
    }
    for (var one : row.spf()) {
      text.append("spf=").append(word(one.result())).append(' ').append(one.domain()).append("  ");
    }
    for (var one : row.evaluated().reasons()) {
      text.append('(').append(one.type()).append(") ");
    }
    return text.toString().strip();
  }

  private static String words(Set<? extends Enum<?>> quirks) {
    return String.join(", ", quirks.stream().map(ReportTable::word).sorted().toList());
  }

  private static String word(Enum<?> value) {
    var word = value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return word.equals("unknown") ? "-" : word;
  }
}
