package io.signetmail.auth.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;

class AggregateReportWriterTest {
  private static final AggregateReport REPORT =
      new AggregateReport(
          AggregateReportWriter.NAMESPACE,
          "1.0",
          new ReportMetadata(
              "Receiver <& Sons>",
              "dmarc@receiver.example",
              "https://receiver.example/?a=1&b=2",
              "2026.11.22@receiver.example",
              Instant.ofEpochSecond(1_795_305_600),
              Instant.ofEpochSecond(1_795_391_999),
              List.of("one error"),
              "Signet"),
          new PolicyPublished(
              "shop.example",
              Disposition.REJECT,
              Disposition.QUARANTINE,
              Disposition.UNKNOWN,
              "r",
              "s",
              "1",
              "",
              "n",
              "treewalk"));

  private static final ReportRecord ROW =
      new ReportRecord(
          InetAddress.ofLiteral("2001:db8::1"),
          7,
          new ReportRecord.PolicyEvaluated(
              Disposition.NONE,
              AlignedResult.FAIL,
              AlignedResult.FAIL,
              List.of(new ReportRecord.Reason("mailing_list", "list.example ]]> said so"))),
          new ReportRecord.Identifiers("shop.example", "", "receiver.example"),
          List.of(
              new ReportRecord.Dkim("shop.example", "s1", AuthResult.FAIL, "body hash"),
              new ReportRecord.Dkim("list.example", "k", AuthResult.PASS, "")),
          List.of(new ReportRecord.Spf("list.example", "mfrom", AuthResult.PASS, "")));

  @Test
  void whatIsWrittenIsReadBackUnchanged() {
    var sink = new Kept();
    var outcome =
        ReportFiles.read(written(REPORT, ROW, ROW), ReportLimits.defaults(), sink).getFirst();
    assertThat(outcome).isInstanceOf(ReportOutcome.Aggregate.class);
    assertThat(((ReportOutcome.Aggregate) outcome).quirks()).isEmpty();
    assertThat(((ReportOutcome.Aggregate) outcome).report()).isEqualTo(REPORT);
    assertThat(sink.rows).containsExactly(ROW, ROW);
  }

  @Test
  void charactersXmlDoesNotHaveAreReplaced() {
    var odd = new ReportRecord.Reason("other", "nul \0, bell \u0007, half \ud800, last \uffff");
    var row =
        new ReportRecord(
            ROW.sourceIp(),
            1,
            new ReportRecord.PolicyEvaluated(
                Disposition.NONE, AlignedResult.PASS, AlignedResult.FAIL, List.of(odd)),
            ROW.identifiers(),
            List.of(),
            List.of());
    var sink = new Kept();
    ReportFiles.read(written(REPORT, row), ReportLimits.defaults(), sink);
    assertThat(sink.rows.getFirst().evaluated().reasons().getFirst().comment())
        .isEqualTo("nul ?, bell ?, half ?, last ?");
  }

  /// The schema of RFC 9990 Appendix A, from the public corpus.
  @Test
  void whatIsWrittenIsValid() throws Exception {
    var dir = Path.of(System.getProperty("conformance.dir", ""), "reports", "schema");
    assumeTrue(Files.isDirectory(dir), "no corpus: set -Dconformance.dir to run it");
    try (var files = Files.list(dir)) {
      var schema =
          files.filter(f -> f.getFileName().toString().contains("9990")).findFirst().orElseThrow();
      var factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
      factory
          .newSchema(schema.toFile())
          .newValidator()
          .validate(new StreamSource(new ByteArrayInputStream(written(REPORT, ROW))));
    }
  }

  private static final class Kept implements ReportSink {
    private final List<ReportRecord> rows = new ArrayList<>();

    @Override
    public void record(ReportRecord row) {
      rows.add(row);
    }
  }

  private static byte[] written(AggregateReport report, ReportRecord... rows) {
    var out = new ByteArrayOutputStream();
    try (var writer = new AggregateReportWriter(out)) {
      writer.begin(report);
      List.of(rows).forEach(writer::record);
      writer.end();
    }
    return out.toByteArray();
  }
}
