package io.signetmail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {

  private static Command parse(String line) {
    return Command.parse(line.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0} is answered {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EHLO                                     | 501 5.5.4
          EHLO a b                                 | 501 5.5.4
          EHLO a(b)                                | 501 5.5.4
          EHLO a;b=c                               | 501 5.5.4
          MAIL                                     | 501 5.5.4
          MAIL TO:<a@b>                            | 501 5.5.4
          MAIL FROM:a@example.com                  | 501 5.1.7
          MAIL FROM:<a@b@c>                        | 501 5.1.7
          MAIL FROM:<a@example.com>SIZE=1          | 501 5.5.4
          MAIL FROM:<a@example.com> SIZE=          | 501 5.5.4
          MAIL FROM:<a@example.com> SIZE=1 SIZE=1  | 501 5.5.4
          MAIL FROM:<a@example.com> BODY=BINARYMIME | 501 5.5.4
          MAIL FROM:<a@example.com> XYZZY=1        | 555 5.5.4
          MAIL FROM:<a@example.com> ENVID=a+2      | 501 5.5.4
          RCPT TO:<>                               | 501 5.1.3
          RCPT TO:<user>                           | 501 5.1.3
          RCPT TO:<u@example.com> NOTIFY=NEVER,DELAY | 501 5.5.4
          RCPT TO:<u@example.com> SIZE=1           | 555 5.5.4
          DATA now                                 | 501 5.5.4
          BDAT                                     | 501 5.5.4
          BDAT -1                                  | 501 5.5.4
          BDAT 99999999999999999999 LAST           | 501 5.5.4
          BDAT 10 FIRST                            | 501 5.5.4
          STARTTLS now                             | 501 5.5.4
          AUTH                                     | 501 5.5.4
          AUTH PLAIN a b                           | 501 5.5.4
          XCLIENT ADDR                             | 501 5.5.4
          XCLIENT ADDR=1.2.3.4+0D+0A               | 501 5.5.4
          VRFY                                     | 501 5.5.4
          """)
  void whatIsWrongIsSaid(String line, String expected) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            Command.Malformed.class, m -> assertThat(m.reply().toString()).startsWith(expected));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mail from:<a@example.com>             | <a@example.com>
          MAIL FROM: <a@example.com>            | <a@example.com>
          MAIL FROM:<>                          | <>
          MAIL FROM:<@x.example:a@example.com>  | <a@example.com>
          MAIL FROM:<"a b"@example.com>         | <"a b"@example.com>
          MAIL FROM:<"ab"@example.com>          | <ab@example.com>
          MAIL FROM:<a@[192.0.2.1]>             | <a@[192.0.2.1]>
          MAIL FROM:<a@[IPv6:2001:db8::1]>      | <a@[IPv6:2001:db8::1]>
          MAIL FROM:<用户@例子.example> SMTPUTF8 | <用户@例子.example>
          """)
  void sendersAreRead(String line, String expected) {
    assertThat(parse(line))
        .isInstanceOfSatisfying(
            Command.Mail.class, m -> assertThat(m.from().toString()).isEqualTo(expected));
  }

  @Test
  void parametersAreRead() {
    assertThat(
            parse(
                "MAIL FROM:<> size=99999999999999999999 BODY=8bitmime AUTH=<> RET=hdrs ENVID=Q+2B"))
        .isInstanceOfSatisfying(
            Command.Mail.class,
            m -> {
              assertThat(m.parameters().size()).hasValue(Long.MAX_VALUE);
              assertThat(m.parameters().body()).isEqualTo(MailParameters.Body.EIGHT_BIT_MIME);
              assertThat(m.parameters().auth()).contains("");
              assertThat(m.parameters().ret()).contains("HDRS");
              assertThat(m.parameters().envid()).contains("Q+2B");
            });
    assertThat(parse("RCPT TO:<u@example.com> NOTIFY=failure,delay ORCPT=rfc822;u+2Bx@example.com"))
        .isInstanceOfSatisfying(
            Command.Rcpt.class,
            r ->
                assertThat(r.dsn().parameters())
                    .isEqualTo(" NOTIFY=FAILURE,DELAY ORCPT=rfc822;u+2Bx@example.com"));
  }

  @Test
  void thePostmasterNeedsNoDomain() {
    assertThat(parse("RCPT TO:<PostMaster>"))
        .isEqualTo(new Command.Rcpt(new ForwardPath.Postmaster(), DsnRequest.NONE));
  }

  @Test
  void controlCharactersAndBrokenUtf8AreNoCommand() {
    assertThat(parse("NOOP \u0007")).isInstanceOf(Command.Malformed.class);
    assertThat(parse("EHLO a\u0000b")).isInstanceOf(Command.Malformed.class);
    assertThat(Command.parse(new byte[] {'N', 'O', 'O', 'P', ' ', (byte) 0xFF}))
        .isInstanceOf(Command.Malformed.class);
  }

  @Test
  void aPasswordIsNotPrinted() {
    assertThat(parse("AUTH PLAIN AHRlc3QAc2VjcmV0").toString()).doesNotContain("AHRlc3QAc2VjcmV0");
  }
}
