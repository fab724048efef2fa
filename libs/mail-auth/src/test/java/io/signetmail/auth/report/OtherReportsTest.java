package io.signetmail.auth.report;

import static io.signetmail.auth.report.ReportFiles.bytes;
import static io.signetmail.auth.report.ReportFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OtherReportsTest {

  /// RFC 8460 Appendix B, with the liberties reporters take.
  @Test
  void tlsReport() {
    var json =
        """
        {"organization-name":"Company-X",
         "date-range":{"start-datetime":"2016-04-01T00:00:00Z","end-datetime":"2016-04-01T23:59:59+00:00"},
         "contact-info":"sts@company-x.example","report-id":"5065427c","x-future":{"a":[1,{"b":2}]},
         "policies":[{"policy":{"policy-type":"STS","policy-string":"version: STSv1","policy-domain":"Company-Y.example.","mx-host":["*.mail.company-y.example"]},
          "summary":{"total-successful-session-count":"5326","total-failure-session-count":303},
          "failure-details":[{"result-type":"certificate-expired","sending-mta-ip":"2001:db8::1","receiving-mx-hostname":"mx1.mail.company-y.example","failed-session-count":100}]}]}
        """;
    var tls = ((ReportOutcome.Tls) read(bytes(json)).getFirst()).report();
    assertThat(tls.begin()).isEqualTo(Instant.parse("2016-04-01T00:00:00Z"));
    assertThat(tls.policies()).hasSize(1);
    var policy = tls.policies().getFirst();
    assertThat(policy.type()).isEqualTo("sts");
    assertThat(policy.domain()).isEqualTo("company-y.example");
    assertThat(policy.strings()).containsExactly("version: STSv1");
    assertThat(policy.successfulSessions()).isEqualTo(5326);
    assertThat(policy.failures().getFirst().failedSessions()).isEqualTo(100);
  }

  @Test
  void deepJsonIsRefused() {
    var json = "{\"report-id\":\"x\",\"a\":" + "[".repeat(100_000);
    assertThat(read(bytes(json)).getFirst()).isInstanceOf(ReportOutcome.Refused.class);
  }

  /// RFC 6591 Appendix B.
  @Test
  void failureReport() {
    var mail =
        """
        From: abuse@receiver.example
        Content-Type: multipart/report; report-type=feedback-report; boundary="p"

        --p
        Content-Type: text/plain

        An authentication failure.
        --p
        Content-Type: message/feedback-report

        Feedback-Type: auth-failure
        User-Agent: Receiver/1.0
        Version: 1
        Auth-Failure: dmarc
        Identity-Alignment: dkim,
          spf
        Source-IP: 192.0.2.1
        Reported-Domain: Shop.example
        Original-Rcpt-To: a@receiver.example
        Original-Rcpt-To: b@receiver.example
        DKIM-Domain: other.example

        --p
        Content-Type: text/rfc822-headers

        From: "Shop" <news@shop.example>
        Subject: hello

        --p--
        """
            .replace("\n", "\r\n");
    var failure = ((ReportOutcome.Failure) read(bytes(mail)).getFirst()).report();
    assertThat(failure.feedbackType()).isEqualTo("auth-failure");
    assertThat(failure.authFailure()).isEqualTo("dmarc");
    assertThat(failure.identityAlignment()).isEqualTo("dkim, spf");
    assertThat(failure.reportedDomain()).isEqualTo("shop.example");
    assertThat(failure.originalRcptTo()).hasSize(2);
    assertThat(failure.originalHeader()).contains("Subject: hello").doesNotContain("--p");
  }
}
