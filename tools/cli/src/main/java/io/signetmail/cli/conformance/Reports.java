package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.report.ReportLimits;
import io.signetmail.auth.report.ReportOutcome;
import io.signetmail.auth.report.ReportReader;
import io.signetmail.auth.report.ReportRecord;
import io.signetmail.auth.report.ReportSink;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `reports/cases.json`: aggregate, failure and TLS reports as they were received, and the facts in
/// them.
final class Reports {
  static final CorpusReader READER =
      CorpusReader.json(
          "reports/cases.json", vectors -> (one, findings) -> check(one, vectors, findings));

  private Reports() {}

  private static void check(JsonNode one, VectorDirectory vectors, Findings findings)
      throws UnreadableVectors {
    var rows = new ArrayList<ReportRecord>();
    var sink =
        new ReportSink() {
          @Override
          public void record(ReportRecord row) {
            rows.add(row);
          }
        };
    var outcome =
        new ReportReader(ReportLimits.defaults(), Words.RECORDED)
            .read(vectors.bytes("reports/" + one.path("file").asText()), sink)
            .getFirst();
    var expect = one.path("expect").asText();
    if (outcome instanceof ReportOutcome.Refused refused) {
      findings.holds("read", !expect.equals("ok"), refused.describe());
      findings.holds("a refusal has a reason", !refused.detail().isBlank(), refused);
      return;
    }
    findings.holds("refused", !expect.equals("reject"), outcome.getClass().getSimpleName());
    findings.equal("kind", one.path("kind").asText(), kind(outcome));
    if (outcome instanceof ReportOutcome.Aggregate read) {
      compare(one.path("facts"), read, rows, findings);
    }
  }

  private static String kind(ReportOutcome outcome) {
    return switch (outcome) {
      case ReportOutcome.Aggregate _ -> "aggregate";
      case ReportOutcome.Failure _ -> "failure";
      case ReportOutcome.Tls _ -> "smtp_tls";
      case ReportOutcome.Refused _ -> "refused";
    };
  }

  private static void compare(
      JsonNode facts, ReportOutcome.Aggregate read, List<ReportRecord> rows, Findings findings) {
    var metadata = read.report().metadata();
    findings.equal("namespace", Words.text(facts, "namespace"), read.report().namespace());
    findings.equal("org_name", facts.path("org_name").asText(), metadata.orgName());
    findings.equal("email", facts.path("email").asText(), metadata.email());
    findings.equal("report_id", facts.path("report_id").asText(), metadata.reportId());
    findings.equal("begin", seconds(facts.path("begin")), seconds(metadata.begin()));
    findings.equal("end", seconds(facts.path("end")), seconds(metadata.end()));
    var policy = read.report().policy();
    findings.equal("domain", facts.path("domain").asText(), policy.domain());
    findings.equal("p", word(facts.path("p")), policy.p().name());
    findings.equal("records", facts.path("records").asLong(), read.records());
    findings.equal("messages", facts.path("messages").asLong(), read.messages());
    findings.equal("rejected records", 0, read.rejected());
    var wanted = facts.path("rows");
    for (var i = 0; i < wanted.size(); i++) {
      if (i < rows.size()) {
        row("row " + i + " ", wanted.get(i), rows.get(i), findings);
      }
    }
  }

  private static double seconds(JsonNode value) {
    return value.asDouble();
  }

  private static double seconds(Instant value) {
    return value.getEpochSecond();
  }

  private static void row(String what, JsonNode facts, ReportRecord row, Findings findings) {
    findings.equal(
        what + "source_ip",
        InetAddress.ofLiteral(facts.path("source_ip").asText()).getHostAddress(),
        row.sourceIp().getHostAddress());
    findings.equal(what + "count", facts.path("count").asLong(), row.count());
    findings.equal(
        what + "disposition", word(facts.path("disposition")), row.evaluated().disposition());
    findings.equal(what + "dkim", word(facts.path("dkim")), row.evaluated().dkim());
    findings.equal(what + "spf", word(facts.path("spf")), row.evaluated().spf());
    findings.equal(
        what + "header_from", facts.path("header_from").asText(), row.identifiers().headerFrom());
    findings.equal(what + "auth_dkim", facts.path("auth_dkim").asInt(), row.dkim().size());
    findings.equal(what + "auth_spf", facts.path("auth_spf").asInt(), row.spf().size());
  }

  private static String word(JsonNode value) {
    var word = value.isNull() ? "" : value.asText();
    return word.isEmpty() ? "UNKNOWN" : word.toUpperCase(Locale.ROOT);
  }
}
