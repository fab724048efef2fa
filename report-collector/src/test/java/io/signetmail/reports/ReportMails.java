package io.signetmail.reports;

import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.TraceContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Reports and the mails that bring them.
final class ReportMails {
  static final String AUTHSERV_ID = "mx.signet.example";
  private static final RandomGenerator RANDOM = new SplittableRandom(7);
  private static final MessageIds IDS = new MessageIds(InstantSource.system(), RANDOM);

  private ReportMails() {}

  /// A report of two records: 3 and 4 messages.
  static byte[] report(String id) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <feedback>
      <report_metadata>
        <org_name>receiver.example</org_name><email>dmarc@receiver.example</email>
        <report_id>%s</report_id>
        <date_range><begin>1795305600</begin><end>1795391999</end></date_range>
      </report_metadata>
      <policy_published><domain>shop.example</domain><p>none</p><adkim>r</adkim></policy_published>
      <record>
        <row><source_ip>192.0.2.1</source_ip><count>3</count>
          <policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf>
            <reason><type>forwarded</type><comment>a "quote", a \\ and a tab\t.</comment></reason></policy_evaluated></row>
        <identifiers><header_from>shop.example</header_from></identifiers>
        <auth_results><dkim><domain>shop.example</domain><selector>s1</selector><result>pass</result></dkim>
          <spf><domain>shop.example</domain><result>fail</result></spf></auth_results>
      </record>
      <record>
        <row><source_ip>2001:db8::1</source_ip><count>4</count>
          <policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>
        <identifiers><header_from>shop.example</header_from></identifiers>
        <auth_results><spf><domain>other.example</domain><result>pass</result></spf></auth_results>
      </record>
    </feedback>
    """
        .formatted(id)
        .getBytes(StandardCharsets.UTF_8);
  }

  static MailRecord trusted(String type, String name, byte[] attachment) {
    return mail(
        "Authentication-Results: %s; dmarc=pass header.from=receiver.example\r\n"
            .formatted(AUTHSERV_ID),
        type,
        name,
        attachment);
  }

  static MailRecord mail(String fields, String type, String name, byte[] attachment) {
    var base64 = Base64.getMimeEncoder().encodeToString(attachment);
    var message =
        """
        From: dmarc@receiver.example
        To: rua@signet.example
        Subject: Report Domain: shop.example
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b"

        --b
        Content-Type: text/plain

        A report.
        --b
        Content-Type: %s; name="%s"
        Content-Transfer-Encoding: base64

        %s
        --b--
        """
            .formatted(type, name, base64)
            .replace("\r", "")
            .replace("\n", "\r\n");
    return record((fields + message).getBytes(StandardCharsets.US_ASCII));
  }

  static MailRecord record(byte[] message) {
    var envelope =
        new Envelope(
            Envelope.VERSION,
            "mx",
            Instant.parse("2026-11-23T10:00:00Z"),
            new Envelope.Client("192.0.2.25", 2525, "mail.receiver.example", null, null),
            "dmarc@receiver.example",
            List.of(Envelope.Recipient.of("rua@signet.example")),
            null,
            false,
            false,
            message.length,
            Disposition.ACCEPT,
            null,
            null);
    return MailRecord.of(IDS.next(), envelope, message, TraceContext.start(RANDOM));
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
}
