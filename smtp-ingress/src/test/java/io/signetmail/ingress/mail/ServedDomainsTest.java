package io.signetmail.ingress.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.session.RecipientPolicy.Decision;
import io.signetmail.smtp.Command;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedDomainsTest {
  private final ServedDomains policy =
      new ServedDomains(
          Set.of(DomainName.of("example.com"), DomainName.of("xn--bcher-kva.example")),
          new Routes(Set.of("dmarc@reports.example")));

  @ParameterizedTest(name = "{0} is answered {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <b@example.com>          | yes
          <b@EXAMPLE.COM>          | yes
          <b@bücher.example>       | yes
          <postmaster>             | yes
          <DMARC@Reports.example>  | yes
          <other@reports.example>  | 550 5.7.1
          <b@sub.example.com>      | 550 5.7.1
          <b@elsewhere.example>    | 550 5.7.1
          <b@[192.0.2.1]>          | 550 5.1.2
          """)
  void onlyOurOwn(String path, String expected) {
    var command = Command.parse(("RCPT TO:" + path).getBytes(StandardCharsets.UTF_8));
    assertThat(command).isInstanceOf(Command.Rcpt.class);
    var answer =
        switch (policy.decide(((Command.Rcpt) command).to())) {
          case Decision.Accept _ -> "yes";
          case Decision.Refuse(var reply) -> reply.toString();
        };
    assertThat(answer).startsWith(expected);
  }
}
