package io.signetmail.standalone.demo;

import static io.signetmail.standalone.demo.Stage.DOMAIN;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.standalone.Port;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A DMARC aggregate report that arrives by mail, and its rows by REST.
final class ReportStep implements Step {
  private static final String REPORTER = "reporter.example";
  private static final String MAILBOX = "reports@signet.example";

  @Override
  public String title() {
    return "Mail in an aggregate report about " + DOMAIN + " and read its rows";
  }

  @Override
  public void run(Stage stage) throws StepFailed, IOException, InterruptedException {
    var reportId = "demo-" + stage.run();
    stage
        .screen()
        .explain("%s saw two sources send as %s. Its report, zipped:".formatted(REPORTER, DOMAIN));
    try (var smtp = new SmtpTalk(stage.screen(), stage.ports().socket(Port.MX))) {
      smtp.greeting();
      smtp.command("EHLO mail." + REPORTER, 250);
      smtp.command("MAIL FROM:<noreply@" + REPORTER + ">", 250);
      smtp.command("RCPT TO:<" + MAILBOX + ">", 250);
      stage.check(smtp.data(mail(stage, reportId)).code() == 250, "accepted");
    }
    var report = Deadline.await("report " + reportId + " is listed", () -> find(stage, reportId));
    stage.screen().explain("Listed by report-collector:");
    stage.screen().wire(">", "GET /v1/reports?domain=" + DOMAIN);
    stage.screen().wire("<", report.toString());
    var rows =
        stage
            .reports()
            .expect("GET", "/v1/reports/" + report.path("id").asText() + "/records", "")
            .json()
            .path("records");
    for (var row : rows) {
      stage
          .screen()
          .block(
              "%-15s %4d messages   dkim=%s spf=%s   %s"
                  .formatted(
                      row.path("sourceIp").asText(),
                      row.path("count").asLong(),
                      row.path("dkim").asText(),
                      row.path("spf").asText(),
                      row.path("disposition").asText()));
    }
    stage.check(rows.size() == 2, "both rows of the report are there");
    stage.check(
        rows.path(0).path("count").asLong() + rows.path(1).path("count").asLong() == 45,
        "they count the 45 messages the report counts");
  }

  private static Optional<JsonNode> find(Stage stage, String reportId)
      throws IOException, InterruptedException, StepFailed {
    var answer = stage.reports().send("GET", "/v1/reports?domain=" + DOMAIN, "");
    if (answer.status() != 200) {
      throw new StepFailed("GET /v1/reports was answered " + answer.status());
    }
    for (var report : answer.json().path("reports")) {
      if (report.path("reportId").asText().equals(reportId)) {
        return Optional.of(report);
      }
    }
    return Optional.empty();
  }

  /// RFC 7489 §7.2.1.1 file name and subject.
  private static String mail(Stage stage, String reportId) throws IOException {
    long end = stage.now().getEpochSecond();
    long begin = end - Duration.ofDays(1).toSeconds();
    var name = "%s!%s!%d!%d".formatted(REPORTER, DOMAIN, begin, end);
    var zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry(name + ".xml"));
      out.write(xml(reportId, begin, end).getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    var subject =
        "Report Domain: %s Submitter: %s Report-ID: %s".formatted(DOMAIN, REPORTER, reportId);
    return DemoMail.header(
            "noreply@" + REPORTER, MAILBOX, subject, reportId + "@" + REPORTER, stage.now())
        + """
        Content-Type: application/zip; name="%1$s.zip"
        Content-Disposition: attachment; filename="%1$s.zip"
        Content-Transfer-Encoding: base64

        %2$s
        """
            .formatted(name, Base64.getMimeEncoder().encodeToString(zip.toByteArray()))
            .replaceAll("\r?\n", "\r\n");
  }

  /// RFC 7489 appendix C.
  private static String xml(String reportId, long begin, long end) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <feedback>
      <version>1.0</version>
      <report_metadata>
        <org_name>Reporter</org_name>
        <email>noreply@reporter.example</email>
        <report_id>%s</report_id>
        <date_range><begin>%d</begin><end>%d</end></date_range>
      </report_metadata>
      <policy_published>
        <domain>shop.example</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><sp>none</sp><pct>100</pct>
      </policy_published>
      <record>
        <row>
          <source_ip>192.0.2.25</source_ip><count>42</count>
          <policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>pass</spf></policy_evaluated>
        </row>
        <identifiers><header_from>shop.example</header_from></identifiers>
        <auth_results>
          <dkim><domain>shop.example</domain><selector>s1</selector><result>pass</result></dkim>
          <spf><domain>shop.example</domain><scope>mfrom</scope><result>pass</result></spf>
        </auth_results>
      </record>
      <record>
        <row>
          <source_ip>198.51.100.7</source_ip><count>3</count>
          <policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated>
        </row>
        <identifiers><header_from>shop.example</header_from></identifiers>
        <auth_results>
          <spf><domain>stranger.example</domain><scope>mfrom</scope><result>softfail</result></spf>
        </auth_results>
      </record>
    </feedback>
    """
        .formatted(reportId, begin, end);
  }
}
