package io.signetmail.ingress.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.AuthFacts;
import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.AuthResultEvent.Done;
import io.signetmail.bus.ByteRange;
import io.signetmail.bus.Disposition;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.SmtpReply;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.Verdict.Action;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.request.VerdictAnswer;
import io.signetmail.bus.topic.Topic;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.session.IncomingMail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundFlowTest {
  private static final String MESSAGE = "X-Forged: 1\nFrom: a@sender.test\n\nbody\n";

  private final FakeMailLog log = new FakeMailLog();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicReference<MailRecord> asked = new AtomicReference<>();
  private final List<Limit> limits = new ArrayList<>();
  private VerdictAnswer answer = new VerdictAnswer.NoAnswer("nobody");

  private final InboundFlow flow =
      new InboundFlow(
          (mail, _) -> {
            asked.set(mail);
            return answer;
          },
          log,
          new Routes(Set.of("Reports@example.com")),
          new Loops(100, (_, limit) -> limits.add(limit)),
          Duration.ofSeconds(1),
          new MailMetrics(registry),
          new Random(5));

  private void verdict(Action action, @Nullable SmtpReply reply, MailEdit edit) {
    answer =
        new VerdictAnswer.Answered(
            new Verdict(Verdict.VERSION, "r", "m", action, reply, edit, AuthFacts.unknown()));
  }

  private AuthResultEvent result() {
    return log.events.stream()
        .filter(AuthResultEvent.class::isInstance)
        .map(AuthResultEvent.class::cast)
        .reduce((a, b) -> {
          throw new AssertionError("two results: " + a + b);
        })
        .orElseThrow();
  }

  @Test
  void anAcceptedMailGetsTheVerifiersEditBelowOurTraceField() {
    verdict(
        Action.ACCEPT,
        null,
        new MailEdit("Authentication-Results: mx.test; none\r\n", List.of(new ByteRange(0, 13))));
    var mail = Mails.inbound(MESSAGE, "b@example.com");
    assertThat(flow.deliver(mail).toString()).isEqualTo("250 2.0.0 " + mail.id());
    assertThat(new String(asked.get().message(), java.nio.charset.StandardCharsets.UTF_8))
        .as("the verifier sees what the client sent")
        .isEqualTo(MESSAGE.replace("\n", "\r\n"));
    assertThat(log.stored).hasSize(1);
    assertThat(log.stored.getFirst().topic()).isEqualTo(Topic.MAIL_INBOUND);
    assertThat(log.text(0))
        .startsWith("Received: from client.test ")
        .endsWith(
            """
            +0000
            Authentication-Results: mx.test; none
            From: a@sender.test

            body
            """
                .replace("\n", "\r\n"));
    assertThat(result().done()).isEqualTo(Done.ACCEPTED);
    assertThat(log.events).hasSize(2);
  }

  @Test
  void reportsGoToTheCollectorAndMixedMailToBoth() {
    verdict(Action.ACCEPT, null, MailEdit.NONE);
    var _ = flow.deliver(Mails.inbound(MESSAGE, "reports@Example.com", "b@example.com"));
    assertThat(log.stored)
        .extracting(MailLog.Routed::topic)
        .containsExactly(Topic.MAIL_INBOUND, Topic.MAIL_REPORTS);
    assertThat(log.stored)
        .extracting(r -> r.mail().envelope().recipients().getFirst().address())
        .containsExactly("b@example.com", "reports@Example.com");
  }

  @Test
  void aRefusedMailIsStoredNowhere() {
    verdict(Action.REFUSE, new SmtpReply(550, "5.7.1", "violates the DMARC policy"), MailEdit.NONE);
    assertThat(flow.deliver(Mails.inbound(MESSAGE, "b@example.com")).toString())
        .isEqualTo("550 5.7.1 violates the DMARC policy");
    assertThat(log.stored).isEmpty();
    assertThat(result().done()).isEqualTo(Done.REFUSED);
    assertThat(result().reply()).isEqualTo("550 5.7.1 violates the DMARC policy");
  }

  @Test
  void aDeferredMailIsMarkedSo() {
    verdict(Action.DEFER, new SmtpReply(451, "4.7.5", "DNS"), MailEdit.NONE);
    assertThat(flow.deliver(Mails.inbound(MESSAGE, "b@example.com")).toString())
        .isEqualTo("451 4.7.5 DNS");
    assertThat(result().done()).isEqualTo(Done.DEFERRED);
  }

  @Test
  void quarantineIsAnAcceptedMailWithADisposition() {
    verdict(Action.QUARANTINE, null, MailEdit.NONE);
    assertThat(flow.deliver(Mails.inbound(MESSAGE, "b@example.com")).code()).isEqualTo(250);
    assertThat(log.stored.getFirst().mail().envelope().disposition())
        .isEqualTo(Disposition.QUARANTINE);
    assertThat(result().done()).isEqualTo(Done.QUARANTINED);
  }

  /// RFC 5233; postmaster may not have a folder.
  @ParameterizedTest
  @CsvSource({
    "user@example.com, user+Junk@example.com",
    "user+list@example.com, user+Junk@example.com",
    "+odd@example.com, +odd+Junk@example.com",
    "Postmaster@example.com, Postmaster@example.com",
    "user@other.example, user@other.example"
  })
  void quarantineMayHaveAnAddressOfItsOwn(String recipient, String goesTo) {
    QuarantineDetail junk =
        domain ->
            domain.equals(DomainName.of("example.com")) ? Optional.of("Junk") : Optional.empty();
    assertThat(junk.aside(recipient)).isEqualTo(goesTo);
    var routes = new Routes(Set.of(), junk);
    var mail = Mails.inbound(MESSAGE, recipient);
    var record =
        MailRecord.of(
            mail.id(), mail.envelope(10), new byte[10], TraceContext.start(new Random(1)));
    assertThat(address(routes, record)).isEqualTo(recipient);
    var aside = record.withEnvelope(record.envelope().withDisposition(Disposition.QUARANTINE));
    assertThat(address(routes, aside)).isEqualTo(goesTo);
  }

  private static String address(Routes routes, MailRecord mail) {
    return routes.split(mail).getFirst().mail().envelope().recipients().getFirst().address();
  }

  @Test
  void aLocalPartWithoutRoomForADetailStays() {
    QuarantineDetail junk = _ -> Optional.of("Junk");
    var longest = "x".repeat(60) + "@example.com";
    assertThat(junk.aside(longest)).isEqualTo(longest);
    assertThat(junk.aside("\"a b\"@example.com")).isEqualTo("\"a b\"@example.com");
  }

  /// Its first line would be read as the end of our own Authentication-Results field.
  @Test
  void whatWouldContinueOurOwnFieldIsRefused() {
    for (var blank : List.of(" ", "\t")) {
      verdict(Action.ACCEPT, null, new MailEdit("Authentication-Results: mx.test\r\n", List.of()));
      var message = blank + "; dmarc=pass header.from=bank.test\n" + MESSAGE;
      assertThat(flow.deliver(Mails.inbound(message, "b@example.com")).toString())
          .startsWith("550 5.6.0 ");
      assertThat(log.stored).isEmpty();
    }
  }

  @Test
  void withoutAVerdictNothingIsLetIn() {
    assertThat(flow.deliver(Mails.inbound(MESSAGE, "b@example.com")).toString())
        .startsWith("451 4.7.0");
    assertThat(log.stored).isEmpty();
    assertThat(result().done()).isEqualTo(Done.DEFERRED);
  }

  @Test
  void aVerdictWithAnImpossibleReplyDoesNotLetTheMailIn() {
    verdict(Action.REFUSE, new SmtpReply(250, "2.0.0", "welcome"), MailEdit.NONE);
    assertThat(flow.deliver(Mails.inbound(MESSAGE, "b@example.com")).code()).isEqualTo(550);
    assertThat(log.stored).isEmpty();
  }

  @Test
  void whatIsNotSafeIsNotAccepted() {
    verdict(Action.ACCEPT, null, MailEdit.NONE);
    log.outcome = new SendOutcome.Unknown("timeout");
    IncomingMail mail = Mails.inbound(MESSAGE, "b@example.com");
    assertThat(flow.deliver(mail).toString()).startsWith("451 4.3.0");
    assertThat(result().done()).isEqualTo(Done.DEFERRED);
    assertThat(registry.find("signet.ingress.messages").tag("outcome", "in_doubt").counter())
        .isNotNull();
  }

  @Test
  void aLoopIsRefusedWithoutAsking() {
    var mail =
        Mails.inbound("Received: by x\n".repeat(101) + "From: a@sender.test\n\n", "b@example.com");
    assertThat(flow.deliver(mail).toString()).startsWith("554 5.4.6");
    assertThat(asked.get()).isNull();
    assertThat(limits).containsExactly(Limit.RECEIVED_FIELDS);
  }
}
