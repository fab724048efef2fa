package io.signetmail.reports.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.report.FailureReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static String redacted(String header) {
    return Redaction.of(report(header)).originalHeader();
  }

  @Test
  void localPartsAndNamesGoAndTheTraceStays() {
    assertThat(
            redacted(
                """
                Received: from mail.example by mx.example for <joe.doe+x@example.org>
                Subject: our secret
                From: Joe Doe <joe@example.com>
                 , "Ann" <ann@example.com>
                To: ann@example.com
                """))
        .isEqualTo(
            """
            Received: from mail.example by mx.example for <redacted@example.org>
            From: <redacted@example.com>
             , "Ann" <redacted@example.com>
            """);
  }

  /// A line of 64 KiB once cost seconds: every octet of it was tried as the start of an address.
  @Test
  void aLineThatNoMailHasIsLeftOut() {
    var line = "received:" + "a".repeat(64 * 1024);
    assertThat(redacted(line + "\nDate: today\n" + "received: " + "b".repeat(900) + "\n"))
        .isEqualTo("Date: today\nreceived: " + "b".repeat(900) + "\n");
  }

  private static FailureReport report(String header) {
    return new FailureReport(
        "auth-failure",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        List.of(),
        List.of(),
        "",
        "",
        "",
        "",
        "",
        1,
        header);
  }
}
