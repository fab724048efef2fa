package io.signetmail.auth.report;

import static io.signetmail.auth.report.ReportFiles.aggregate;
import static io.signetmail.auth.report.ReportFiles.bytes;
import static io.signetmail.auth.report.ReportFiles.gzip;
import static io.signetmail.auth.report.ReportFiles.mail;
import static io.signetmail.auth.report.ReportFiles.read;
import static io.signetmail.auth.report.ReportFiles.record;
import static io.signetmail.auth.report.ReportFiles.xml;
import static io.signetmail.auth.report.ReportFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReportReaderTest {
  private static final String REPORT = xml(record("192.0.2.1", 3), record("2001:db8::1", 4));

  static Stream<Arguments> wrappings() {
    var raw = bytes(REPORT);
    return Stream.of(
        Arguments.argumentSet("xml", raw),
        Arguments.argumentSet("gzip", gzip(raw)),
        Arguments.argumentSet("gzip twice", gzip(gzip(raw))),
        Arguments.argumentSet("zip", zip("../../etc/passwd", raw)),
        Arguments.argumentSet("gzip in zip", zip("a.xml.gz", gzip(raw))),
        Arguments.argumentSet("mail, xml", mail("text/xml", "a.xml", raw)),
        Arguments.argumentSet("mail, gzip", mail("application/gzip", "a.xml.gz", gzip(raw))),
        Arguments.argumentSet("mail, zip", mail("application/zip", "a.zip", zip("a.xml", raw))),
        Arguments.argumentSet(
            "mail, wrong type", mail("application/octet-stream", "noname", gzip(raw))),
        Arguments.argumentSet(
            "mail in mail",
            bytes(
                "Content-Type: message/rfc822\r\n\r\n"
                    + new String(mail("text/xml", "a.xml", raw), StandardCharsets.UTF_8))),
        Arguments.argumentSet("UTF-16", REPORT.getBytes(StandardCharsets.UTF_16)),
        Arguments.argumentSet("space before the declaration", bytes("\r\n \n" + REPORT)),
        Arguments.argumentSet("byte order mark", bytes("\uFEFF" + REPORT)));
  }

  @ParameterizedTest
  @MethodSource("wrappings")
  void everyWrappingGivesTheSameReport(byte[] input) {
    assertThat(read(input)).hasSize(1);
    var read = aggregate(input);
    assertThat(read.records()).isEqualTo(2);
    assertThat(read.messages()).isEqualTo(7);
    assertThat(read.fingerprint()).isEqualTo(aggregate(bytes(REPORT)).fingerprint());
  }

  @Test
  void recordsAreReadCompletely() {
    var sink = new ReportFiles.Rows();
    read(bytes(REPORT), ReportLimits.defaults(), sink);
    var row = sink.rows.getFirst();
    assertThat(row.sourceIp().getHostAddress()).isEqualTo("192.0.2.1");
    assertThat(row.evaluated().passed()).isTrue();
    assertThat(row.identifiers().envelopeFrom()).isEqualTo("bounce.shop.example");
    assertThat(row.dkim())
        .containsExactly(new ReportRecord.Dkim("shop.example", "s1", AuthResult.PASS, ""));
    assertThat(row.spf())
        .containsExactly(new ReportRecord.Spf("bounce.shop.example", "mfrom", AuthResult.FAIL, ""));
  }

  @Test
  void orderOfRecordsDoesNotChangeTheFingerprint() {
    var other = xml(record("2001:DB8:0::1", 4), record("192.0.2.1", 3));
    assertThat(aggregate(bytes(other)).fingerprint())
        .isEqualTo(aggregate(bytes(REPORT)).fingerprint());
  }

  @Test
  void anotherReportWithTheSameIdHasAnotherFingerprint() {
    var other = xml(record("192.0.2.1", 3), record("2001:db8::1", 5));
    assertThat(aggregate(bytes(other)).fingerprint())
        .isNotEqualTo(aggregate(bytes(REPORT)).fingerprint());
  }

  @Test
  void theSameRecordTwiceIsNotOnce() {
    var twice = xml(record("192.0.2.1", 3), record("192.0.2.1", 3));
    var once = xml(record("192.0.2.1", 3));
    assertThat(aggregate(bytes(twice)).fingerprint())
        .isNotEqualTo(aggregate(bytes(once)).fingerprint());
  }

  @Test
  void severalReportsInOneMailAreAllRead() {
    var zipped = zip("a.xml", bytes(REPORT));
    var nested = mail("application/zip", "a.zip", zipped);
    assertThat(read(nested)).hasSize(1);
  }

  @Test
  void aBadRecordIsNamedAndTheOthersStay() {
    var rejected = new ArrayList<String>();
    var sink =
        new ReportSink() {
          @Override
          public void rejected(long index, String reason) {
            rejected.add(index + " " + reason);
          }
        };
    var report =
        xml(
            record("192.0.2.1", 3),
            record("108r.166.27.220", 16),
            record("192.0.2.2", -5),
            record("192.0.2.3", 999_999_999_999L),
            record("192.0.2.4", 4));
    var outcome =
        (ReportOutcome.Aggregate) read(bytes(report), ReportLimits.defaults(), sink).getFirst();
    assertThat(outcome.messages()).isEqualTo(7);
    assertThat(outcome.rejected()).isEqualTo(3);
    assertThat(outcome.quirks()).contains(Quirk.RECORD_REJECTED);
    assertThat(rejected)
        .containsExactly(
            "1 source_ip is no address",
            "2 count is no number from 0 to 100000000000",
            "3 count is no number from 0 to 100000000000");
  }

  @Test
  void twoCountsInOneRowAreNotCounted() {
    var report = xml(record("192.0.2.1", 3).replace("</count>", "</count><count>300</count>"));
    assertThat(aggregate(bytes(report)).rejected()).isEqualTo(1);
  }

  @Test
  void latin1InAUtf8FileIsForgiven() {
    var text = REPORT.replace("receiver.example</org_name>", "caf\u00e9</org_name>");
    var read = aggregate(text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(read.report().metadata().orgName()).isEqualTo("caf?");
    assertThat(read.quirks()).containsExactly(Quirk.INVALID_UTF8);
  }

  @Test
  void declaredCharsetIsUsed() {
    var text =
        REPORT
            .replace("UTF-8", "windows-1252")
            .replace("receiver.example</org_name>", "caf\u00e9</org_name>");
    var read = aggregate(text.getBytes(Charset.forName("windows-1252")));
    assertThat(read.report().metadata().orgName()).isEqualTo("café");
  }

  @Test
  void nonAsciiAcrossBuffersStaysWhole() {
    var filler = "<!--" + "é€😀".repeat(9_000) + "-->";
    var read = aggregate(bytes(REPORT.replace("<version>", filler + "<version>")));
    assertThat(read.quirks()).isEmpty();
  }

  @Test
  void recordsBeforeTheMetadataWait() {
    var early = REPORT.replace("<version>1.0</version>", record("192.0.2.9", 1));
    var begun = new ArrayList<String>();
    var sink =
        new ReportSink() {
          @Override
          public void begin(AggregateReport report) {
            begun.add(report.policy().domain());
          }

          @Override
          public void record(ReportRecord row) {
            begun.add(row.sourceIp().getHostAddress());
          }
        };
    var read = read(bytes(early), ReportLimits.defaults(), sink).getFirst();
    assertThat(((ReportOutcome.Aggregate) read).quirks()).contains(Quirk.UNEXPECTED_ORDER);
    assertThat(begun).first().isEqualTo("shop.example");
    assertThat(begun).hasSize(4);
  }

  @Test
  void junkBesideAReportIsPassedOver() {
    var mail =
        new String(
                mail("application/gzip", "a.xml.gz", gzip(bytes(REPORT))), StandardCharsets.UTF_8)
            .replace(
                "--b--",
                "--b\r\nContent-Type: application/xml; name=sig.xml\r\n\r\nhello\r\n--b--");
    assertThat(read(bytes(mail)).stream().map(Object::getClass))
        .isEqualTo(List.of(ReportOutcome.Aggregate.class));
  }
}
