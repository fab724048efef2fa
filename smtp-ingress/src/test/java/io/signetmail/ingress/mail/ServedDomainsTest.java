package io.signetmail.ingress.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.policy.PolicyMode;
import io.signetmail.ingress.recipient.Presence;
import io.signetmail.ingress.session.RecipientPolicy.Decision;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.policy.DomainRules;
import io.signetmail.policy.PolicyDocument;
import io.signetmail.policy.PolicySource;
import io.signetmail.smtp.Command;
import io.signetmail.smtp.EnhancedCode;
import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.Mailbox;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedDomainsTest {
  private final ServedDomains policy =
      new ServedDomains(
          Set.of(
              DomainName.of("example.com"),
              DomainName.of("strict.example"),
              DomainName.of("xn--bcher-kva.example")),
          "mx.test",
          new Routes(Set.of("dmarc@reports.example")),
          ServedDomainsTest::look,
          PolicySource.fixed(policy()),
          InstantSource.fixed(Sessions.NOW));

  private static Presence look(Mailbox mailbox) {
    return switch (mailbox.localPart()) {
      case "b" -> new Presence.Known();
      case "full" -> new Presence.Unknown(EnhancedCode.of("5.2.2"));
      case "away" -> new Presence.Unreachable("away");
      default -> Presence.Unknown.NO_SUCH_MAILBOX;
    };
  }

  private static PolicyDocument policy() {
    var strict = new DomainRules(PolicyMode.MONITOR, true, true);
    return new PolicyDocument(
        "v1", DomainRules.DEFAULT, Map.of(DomainName.of("strict.example"), strict), List.of());
  }

  private String policyOf(String address) {
    return policy.decide(ForwardPath.of(Mailbox.of(address))) instanceof Decision.Accept(var id)
        ? id
        : "refused";
  }

  @Test
  void recipientsOfDomainsWithTheSameRulesShareAPolicy() {
    assertThat(policyOf("b@example.com")).isEqualTo(policyOf("b@bücher.example"));
    assertThat(policyOf("b@example.com")).isNotEqualTo(policyOf("b@strict.example"));
    assertThat(policyOf("dmarc@reports.example")).isEqualTo(policyOf("b@example.com"));
  }

  @ParameterizedTest(name = "{0} is answered {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <b@example.com>          | yes
          <b@EXAMPLE.COM>          | yes
          <b@bücher.example>       | yes
          <postmaster>             | yes
          <nobody@example.com>     | 550 5.1.1 no such user here
          <full@example.com>       | 550 5.2.2
          <away@example.com>       | 451 4.4.3
          <PostMaster@example.com> | yes
          <abuse@bücher.example>   | yes
          <abuse@elsewhere.example> | 550 5.7.1
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
