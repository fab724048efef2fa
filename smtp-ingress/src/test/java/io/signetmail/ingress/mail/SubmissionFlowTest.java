package io.signetmail.ingress.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import io.signetmail.ingress.limit.LimitCounter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionFlowTest {
  private final FakeMailLog log = new FakeMailLog();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private KeyPresence presence = new KeyPresence.Signs();
  private final SubmissionFlow flow =
      new SubmissionFlow(
          log,
          (_, _) -> presence,
          new Loops(100, LimitCounter.none()),
          new MailMetrics(registry),
          new Random(3));

  @Test
  void withoutAKeyNothingIsTaken() {
    presence = new KeyPresence.Missing("no-active-key");
    assertThat(flow.deliver(Mails.submitted("From: a@shop.example\n\n")).toString())
        .isEqualTo(
            "550 5.7.1 no DKIM key signs for shop.example (no-active-key): make and activate one,"
                + " then send again");
    assertThat(log.stored).isEmpty();
    assertThat(count("refused")).isEqualTo(1);
  }

  @Test
  void whetherThereIsAKeyHasToBeKnown() {
    presence = new KeyPresence.Unknown("away");
    assertThat(flow.deliver(Mails.submitted("From: a@shop.example\n\n")).toString())
        .startsWith("451 4.3.0 cannot look up the DKIM key");
    assertThat(log.stored).isEmpty();
    assertThat(count("deferred")).isEqualTo(1);
  }

  @Test
  void aGrantedAuthorGoesToTheSignerUnderOurTraceField() {
    var mail = Mails.submitted("From: Shop <sales@shop.example>\nSubject: x\n\nbody\n");
    var reply = flow.deliver(mail);
    assertThat(reply.toString()).isEqualTo("250 2.0.0 " + mail.id());
    assertThat(log.stored).hasSize(1);
    assertThat(log.stored.getFirst().topic()).isEqualTo(Topic.MAIL_SIGN);
    assertThat(log.text(0))
        .startsWith("Received: from client.test")
        .endsWith("+0000\r\nFrom: Shop <sales@shop.example>\r\nSubject: x\r\n\r\nbody\r\n");
    assertThat(log.events)
        .singleElement()
        .isInstanceOfSatisfying(
            MailEvent.Accepted.class,
            e -> {
              assertThat(e.headerFrom()).isEqualTo("shop.example");
              assertThat(e.subjectTo()).isEqualTo("mail.sign");
            });
    assertThat(count("accepted")).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          From: a@other.example               | 550 5.7.1 From domain other.example is not granted
          From: a@sub.shop.example            | 550 5.7.1 From domain sub.shop.example is not granted
          Subject: no author                  | 550 5.7.1 From field: no From field
          From: a@shop.example, b@other.example | 550 5.7.1 From field:
          From: not an address                | 550 5.7.1 From field:
          From: a@shop.example\\nthis line is no field | 550 5.6.0 message cannot be signed: a line
          From: a@shop.example\\nFrom: b@shop.example | 550 5.7.1 From field: 2 From fields
          """)
  void onlyOneGrantedAuthorIsLetThrough(String header, String expected) {
    var reply = flow.deliver(Mails.submitted(header.replace("\\n", "\n") + "\n\nbody\n"));
    assertThat(reply.toString()).startsWith(expected);
    assertThat(log.stored).isEmpty();
    assertThat(log.events).singleElement().isInstanceOf(MailEvent.Refused.class);
    assertThat(count("refused")).isEqualTo(1);
  }

  @Test
  void whatWouldContinueOurOwnFieldIsRefused() {
    var reply = flow.deliver(Mails.submitted(" continued\nFrom: a@shop.example\n\nbody\n"));
    assertThat(reply.toString()).startsWith("550 5.6.0 ");
    assertThat(log.stored).isEmpty();
  }

  @Test
  void aLogThatIsAwayIsA451() {
    log.outcome = new SendOutcome.NotStored("no broker");
    assertThat(flow.deliver(Mails.submitted("From: a@shop.example\n\n")).toString())
        .startsWith("451 4.3.0");
    assertThat(count("deferred")).isEqualTo(1);
    assertThat(count("in_doubt")).isZero();
  }

  @Test
  void anUnknownOutcomeIsA451InDoubt() {
    log.outcome = new SendOutcome.Unknown("timeout");
    assertThat(flow.deliver(Mails.submitted("From: a@shop.example\n\n")).code()).isEqualTo(451);
    assertThat(count("deferred")).isEqualTo(1);
    assertThat(count("in_doubt")).isEqualTo(1);
  }

  @Test
  void aLoopEnds() {
    var mail = Mails.submitted("Received: by x\n".repeat(100) + "From: a@shop.example\n\n");
    assertThat(flow.deliver(mail).toString()).startsWith("554 5.4.6");
  }

  private double count(String outcome) {
    var counter =
        registry
            .find("signet.ingress.messages")
            .tag("listener", "submission")
            .tag("outcome", outcome)
            .counter();
    return counter == null ? 0 : counter.count();
  }
}
