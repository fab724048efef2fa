package io.signetmail.auth.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every file of the public report corpus gives the facts its case states.
class ReportConformanceTest {

  @TestFactory
  List<DynamicTest> corpus() throws IOException {
    var dir = Path.of(System.getProperty("conformance.dir", ""), "reports");
    assumeTrue(
        Files.exists(dir.resolve("cases.json")), "no corpus: set -Dconformance.dir to run it");
    List<DynamicTest> tests = new ArrayList<>();
    for (var item : new ObjectMapper().readTree(dir.resolve("cases.json").toFile()).get("cases")) {
      tests.add(dynamicTest(item.get("id").asText(), () -> check(dir, item)));
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static void check(Path dir, JsonNode item) throws IOException {
    var sink = new ReportFiles.Rows();
    var input = Files.readAllBytes(dir.resolve(item.get("file").asText()));
    var outcomes = ReportFiles.read(input, ReportLimits.defaults(), sink);
    assertThat(outcomes).isNotEmpty();
    var first = outcomes.getFirst();
    if (first instanceof ReportOutcome.Refused refused) {
      assertThat(item.get("expect").asText()).as(refused.describe()).isNotEqualTo("ok");
      assertThat(refused.detail()).isNotBlank();
      return;
    }
    assertThat(item.get("expect").asText()).isNotEqualTo("reject");
    switch (item.get("kind").asText()) {
      case "aggregate" -> facts((ReportOutcome.Aggregate) first, sink.rows, item.get("facts"));
      case "failure" -> assertThat(first).isInstanceOf(ReportOutcome.Failure.class);
      case "smtp_tls" -> assertThat(first).isInstanceOf(ReportOutcome.Tls.class);
      default -> throw new AssertionError("unknown kind " + item.get("kind"));
    }
  }

  private static void facts(ReportOutcome.Aggregate read, List<ReportRecord> rows, JsonNode facts) {
    var metadata = read.report().metadata();
    assertThat(read.report().namespace()).isEqualTo(facts.get("namespace").asText(""));
    assertThat(metadata.orgName()).isEqualTo(facts.get("org_name").asText());
    assertThat(metadata.email()).isEqualTo(facts.get("email").asText());
    assertThat(metadata.reportId()).isEqualTo(facts.get("report_id").asText());
    assertThat((double) metadata.begin().getEpochSecond()).isEqualTo(facts.get("begin").asDouble());
    assertThat((double) metadata.end().getEpochSecond()).isEqualTo(facts.get("end").asDouble());
    assertThat(read.report().policy().domain()).isEqualTo(facts.get("domain").asText());
    assertThat(read.report().policy().p().name().toLowerCase(Locale.ROOT))
        .isEqualTo(facts.get("p").asText());
    assertThat(read.records()).isEqualTo(facts.get("records").asLong());
    assertThat(read.messages()).isEqualTo(facts.get("messages").asLong());
    assertThat(read.rejected()).isZero();
    assertThat(rows).hasSize((int) read.records());
    for (int i = 0; i < facts.get("rows").size(); i++) {
      row(rows.get(i), facts.get("rows").get(i));
    }
  }

  private static void row(ReportRecord row, JsonNode facts) {
    assertThat(row.sourceIp()).isEqualTo(InetAddress.ofLiteral(facts.get("source_ip").asText()));
    assertThat(row.count()).isEqualTo(facts.get("count").asLong());
    assertThat(row.evaluated().disposition().name()).isEqualTo(word(facts.get("disposition")));
    assertThat(row.evaluated().dkim().name()).isEqualTo(word(facts.get("dkim")));
    assertThat(row.evaluated().spf().name()).isEqualTo(word(facts.get("spf")));
    assertThat(row.identifiers().headerFrom()).isEqualTo(facts.get("header_from").asText());
    assertThat(row.dkim()).hasSize(facts.get("auth_dkim").asInt());
    assertThat(row.spf()).hasSize(facts.get("auth_spf").asInt());
  }

  private static String word(JsonNode value) {
    var word = value.asText("");
    return word.isEmpty() ? "UNKNOWN" : word.toUpperCase(Locale.ROOT);
  }
}
