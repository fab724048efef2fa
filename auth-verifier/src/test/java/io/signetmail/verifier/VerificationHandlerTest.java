package io.signetmail.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.dmarc.PublicSuffixList;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.policy.PolicySettings;
import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.Verdict;
import io.signetmail.policy.PolicyDocument;
import io.signetmail.policy.PolicySource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationHandlerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final SplittableRandom RANDOM = new SplittableRandom(1);
  private static final ZoneDns ZONE =
      ZoneDns.parse(
          """
          bank.example.          TXT "v=spf1 ip4:192.0.2.1 -all"
          _dmarc.bank.example.   TXT "v=DMARC1; p=reject"
          soft.example.          TXT "v=spf1 ip4:192.0.2.1 -all"
          _dmarc.soft.example.   TXT "v=DMARC1; p=quarantine"
          watch.example.         TXT "v=spf1 ip4:192.0.2.1 -all"
          _dmarc.watch.example.  TXT "v=DMARC1; p=none"
          plain.example.         A   192.0.2.9
          x.bank.example.        A   192.0.2.9
          _dmarc.b.bank.example. TXT "v=DMARC1; p=none; psd=n"
          66.2.0.192.in-addr.arpa. PTR out.forwarder.example.
          out.forwarder.example. A   192.0.2.66
          """);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  private final VerificationHandler handler =
      new VerificationHandler(
          new MessageAuthenticator(ZONE, AuthenticatorSettings.defaults(), CLOCK),
          new PolicyDesk(
              PolicySource.fixed(PolicyDocument.uniform("v1", PolicySettings.defaults())),
              ZONE,
              CLOCK,
              RANDOM,
              metrics),
          Optional.of(new Editions(ZONE, PublicSuffixList.parse("com\nexample\n"), CLOCK, metrics)),
          "mx.signet.example",
          "mx.signet.example");

  private static MailRecord mail(String address, String domain, String extra) {
    var text = extra + "From: a@" + domain + "\r\nSubject: x\r\n\r\nhello\r\n";
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    var envelope =
        new Envelope(
            1,
            "mx",
            NOW,
            new Envelope.Client(address, 25, "mail.example", null, null),
            "a@" + domain,
            List.of(Envelope.Recipient.of("b@signet.example")),
            null,
            false,
            false,
            bytes.length,
            Disposition.ACCEPT,
            null,
            null);
    return MailRecord.of(
        new MessageIds(CLOCK, RANDOM).next(), envelope, bytes, TraceContext.start(RANDOM));
  }

  @ParameterizedTest(name = "{1} from {0} is {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.0.2.1  | bank.example  | ACCEPT     | pass
          192.0.2.66 | bank.example  | REFUSE     | fail
          192.0.2.66 | soft.example  | QUARANTINE | fail
          192.0.2.66 | watch.example | ACCEPT     | fail
          192.0.2.66 | plain.example | ACCEPT     | none
          """)
  void thePublishedPolicyDecides(
      String address, String domain, Verdict.Action action, String dmarc) {
    var verdict = handler.verify(mail(address, domain, ""), "question");
    assertThat(verdict.action()).isEqualTo(action);
    assertThat(verdict.facts().dmarc()).isEqualTo(dmarc);
    assertThat(verdict.requestId()).isEqualTo("question");
    assertThat(verdict.edit().prepend())
        .startsWith("Authentication-Results: mx.signet.example;")
        .contains("dmarc=" + dmarc)
        .endsWith("\r\n");
  }

  @Test
  void aQuarantinedMailSaysSoToTheNextHopAndOnlyThen() {
    var forged = "Signet-Disposition: none\r\nSIGNET-DISPOSITION : quarantine\r\n";
    var aside = handler.verify(mail("192.0.2.66", "soft.example", forged), "q").edit();
    assertThat(aside.prepend())
        .containsPattern("\r\nSignet-Disposition: quarantine;\r\n reason=\"[^\"]+\"\r\n$");
    assertThat(aside.removed()).hasSize(2);
    assertThat(aside.removed().getLast().end()).isEqualTo(forged.length());
    var passed = handler.verify(mail("192.0.2.1", "soft.example", forged), "q").edit();
    assertThat(passed.prepend()).doesNotContain("Signet-Disposition");
    assertThat(passed.removed()).hasSize(2);
  }

  @Test
  void whatEndsAStringOrALineIsLeftOutOfTheReason() {
    assertThat(DispositionField.quarantine("a\"b\\c\r\nd\u00fc"))
        .isEqualTo("Signet-Disposition: quarantine;\r\n reason=\"abcd\"\r\n");
  }

  @Test
  void aRefusalNamesTheDomainAndOurId() {
    var mail = mail("192.0.2.66", "bank.example", "");
    assertThat(String.valueOf(handler.verify(mail, "q").reply()))
        .isEqualTo(
            "550 5.7.26 The message violates the DMARC policy of bank.example (p=reject);"
                + " SPF fail for bank.example; no DKIM signature (<"
                + mail.id()
                + ">)");
  }

  @Test
  void aRefusalOfASubdomainSaysWhereThePolicyIs() {
    assertThat(
            String.valueOf(handler.verify(mail("192.0.2.66", "x.bank.example", ""), "q").reply()))
        .startsWith(
            "550 5.7.1 The message violates the DMARC policy of x.bank.example"
                + " (p=reject at bank.example); SPF none for x.bank.example; no DKIM signature (<");
  }

  @Test
  void aRefusalFitsAReplyHoweverLongTheNames() {
    var labels = ("x".repeat(60) + ".").repeat(3);
    var signatures = "DKIM-Signature: v=1; d=" + labels + "evil.example; s=k\r\n";
    var mail = mail("192.0.2.66", labels + "bank.example", signatures.repeat(5));
    var reply = Objects.requireNonNull(handler.verify(mail, "q").reply());
    assertThat(reply.text())
        .hasSizeLessThan(480)
        .endsWith("(<" + mail.id() + ">)")
        .matches("[ -~]+");
  }

  @Test
  void resultsForgedInOurNameAreTakenOut() {
    var forged = "Authentication-Results: mx.signet.example; dmarc=pass\r\n";
    var mail = mail("192.0.2.1", "bank.example", forged);
    var edit = handler.verify(mail, "q").edit();
    var text = new String(edit.apply(mail.message()), StandardCharsets.US_ASCII);
    assertThat(edit.removed()).hasSize(1);
    assertThat(text).doesNotContain(forged).endsWith("hello\r\n");
  }

  @Test
  void aMessageWithoutAFromIsRefused() {
    var mail = mail("192.0.2.1", "bank.example", "From: b@other.example\r\n");
    assertThat(handler.verify(mail, "q").action()).isEqualTo(Verdict.Action.REFUSE);
  }

  /// RFC 9989 §4.10.2: `psd=n` makes a name an organizational domain, which no suffix list knows.
  @Test
  void theOlderEditionIsEvaluatedBesideAndCounted() {
    var same =
        Objects.requireNonNull(
            handler.verify(mail("192.0.2.66", "bank.example", ""), "q").facts().rfc7489());
    assertThat(same.dmarc()).isEqualTo("fail");
    assertThat(same.differs()).isFalse();
    var other =
        Objects.requireNonNull(
            handler.verify(mail("192.0.2.66", "a.b.bank.example", ""), "q").facts().rfc7489());
    assertThat(other.policyDomain()).isEqualTo("bank.example");
    assertThat(other.differs()).isTrue();
    for (var differs : List.of("false", "true")) {
      assertThat(
              metrics
                  .get("signet.verifier.dmarc.editions")
                  .tag("differs", differs)
                  .counter()
                  .count())
          .as(differs)
          .isEqualTo(1);
    }
  }

  @Test
  void theEventHoldsEverythingThePolicyLookedAt() {
    var facts =
        Objects.requireNonNull(
            handler.verify(mail("192.0.2.66", "bank.example", ""), "q").facts().inputs());
    assertThat(facts.version()).isEqualTo("v1");
    assertThat(facts.action()).isEqualTo("refuse");
    assertThat(facts.client()).isEqualTo("192.0.2.66");
    assertThat(facts.clientNames()).containsExactly("out.forwarder.example");
    assertThat(facts.dmarc().requested()).isEqualTo("reject");
    assertThat(facts.author()).isEqualTo("bank.example");
  }
}
