package io.signetmail.auth.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Reports, wrapped and broken in every way the tests of this package need.
final class ReportFiles {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

  private ReportFiles() {}

  static String xml(String... records) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">
      <version>1.0</version>
      <report_metadata>
        <org_name>receiver.example</org_name>
        <email>dmarc@receiver.example</email>
        <report_id>r-1</report_id>
        <date_range><begin>1700000000</begin><end>1700086399</end></date_range>
      </report_metadata>
      <policy_published><domain>shop.example</domain><p>none</p></policy_published>
    """
        + String.join("", records)
        + "</feedback>\n";
  }

  static String record(String ip, long count) {
    return """
      <record>
        <row>
          <source_ip>%s</source_ip><count>%d</count>
          <policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated>
        </row>
        <identifiers><envelope_from>bounce.shop.example</envelope_from><header_from>shop.example</header_from></identifiers>
        <auth_results>
          <dkim><domain>shop.example</domain><selector>s1</selector><result>pass</result></dkim>
          <spf><domain>bounce.shop.example</domain><scope>mfrom</scope><result>fail</result></spf>
        </auth_results>
      </record>
    """
        .formatted(ip, count);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] zip(String name, byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] mail(String type, String name, byte[] attachment) {
    var base64 = Base64.getMimeEncoder().encodeToString(attachment);
    return bytes(
        """
        From: dmarc@receiver.example
        To: rua@signet.example
        Subject: Report Domain: shop.example Submitter: receiver.example Report-ID: r-1
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b"

        --b
        Content-Type: text/plain

        A report is attached.
        --b
        Content-Type: %s
        Content-Disposition: attachment; filename="%s"
        Content-Transfer-Encoding: base64

        %s
        --b--
        """
            .formatted(type, name, base64)
            .replace("\r", "")
            .replace("\n", "\r\n"));
  }

  static List<ReportOutcome> read(byte[] input) {
    return read(input, ReportLimits.defaults(), ReportSink.NONE);
  }

  static List<ReportOutcome> read(byte[] input, ReportLimits limits, ReportSink sink) {
    return new ReportReader(limits, CLOCK).read(input, sink);
  }

  static ReportOutcome.Aggregate aggregate(byte[] input) {
    return (ReportOutcome.Aggregate) read(input).getFirst();
  }

  static RefusalReason refusal(byte[] input) {
    return ((ReportOutcome.Refused) read(input).getFirst()).reason();
  }

  /// Keeps every row.
  static final class Rows implements ReportSink {
    final List<ReportRecord> rows = new ArrayList<>();

    @Override
    public void record(ReportRecord row) {
      rows.add(row);
    }
  }
}
