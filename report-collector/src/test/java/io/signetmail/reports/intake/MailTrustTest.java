package io.signetmail.reports.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailTrustTest {
  private static final String OURS = "mx.signet.example";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          passed              | mx.signet.example; spf=pass smtp.mailfrom=a.example; dmarc=pass header.from=Google.example | google.example
          with a version      | mx.signet.example 1; dmarc=pass header.from=google.example | google.example
          with comments       | mx.signet.example; dmarc=pass (p=none (nested) ;dmarc=fail) header.from=google.example | google.example
          failed              | mx.signet.example; dmarc=fail header.from=google.example | -
          none                | mx.signet.example; spf=pass smtp.mailfrom=a.example | -
          in a comment only   | mx.signet.example; spf=pass (dmarc=pass header.from=google.example) | -
          in a quoted string  | mx.signet.example; spf=pass reason="x; dmarc=pass header.from=google.example" | -
          somebody else's     | mx.other.example; dmarc=pass header.from=google.example | -
          our name as prefix  | mx.signet.example.evil.example; dmarc=pass header.from=google.example | -
          broken comment      | mx.signet.example; dmarc=fail ((((((((((header.from=google.example | -
          nothing             | ; | -
          """)
  void onlyOurOwnPassCounts(String name, String value, String submitter) {
    var trust = MailTrust.of(mail("Authentication-Results: " + value + "\r\n"), OURS);
    assertThat(trust)
        .isEqualTo(submitter.equals("-") ? MailTrust.NONE : new MailTrust(true, submitter));
  }

  @Test
  void onlyTheFirstFieldCounts() {
    var header =
        """
        Authentication-Results: mx.other.example; dmarc=pass header.from=a.example
        Authentication-Results: mx.signet.example; dmarc=pass header.from=b.example
        """;
    assertThat(MailTrust.of(mail(header), OURS)).isEqualTo(MailTrust.NONE);
  }

  @Test
  void foldedFieldsAreRead() {
    var header =
        """
        Received: from x
        Authentication-Results: mx.signet.example;
        	spf=pass smtp.mailfrom=a.example;
         dmarc=pass
         header.from=a.example
        """;
    assertThat(MailTrust.of(mail(header), OURS)).isEqualTo(new MailTrust(true, "a.example"));
  }

  @Test
  void theBodyIsNoHeader() {
    var header =
        """
        Subject: x

        Authentication-Results: mx.signet.example; dmarc=pass header.from=a.example
        """;
    assertThat(MailTrust.of(mail(header), OURS)).isEqualTo(MailTrust.NONE);
  }

  @Test
  void aMailWithoutTheFieldPassedNothing() {
    assertThat(MailTrust.of(mail("Subject: x\r\n"), OURS)).isEqualTo(MailTrust.NONE);
    assertThat(MailTrust.of(new byte[0], OURS)).isEqualTo(MailTrust.NONE);
  }

  private static byte[] mail(String header) {
    var message = header + "From: a@a.example\n\nbody\n";
    return message.replace("\r", "").replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
