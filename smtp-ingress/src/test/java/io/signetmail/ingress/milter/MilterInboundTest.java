package io.signetmail.ingress.milter;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.AuthResultEvent.Done;
import io.signetmail.bus.ByteRange;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.SmtpReply;
import io.signetmail.bus.Verdict.Action;
import io.signetmail.testkit.MilterTalk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MilterInboundTest {
  private static final String MESSAGE =
      """
      Received: from a
       by b
      Authentication-Results: mx.test; dmarc=pass
      From:a@sender.test
      Authentication-Results:  other.test; none
      authentication-results: mx.test;
      \tspf=pass
      Subject:   x\s\s

      body
      .
      """;

  private final Filters filters = new Filters();

  @AfterEach
  void stop() {
    filters.close();
  }

  private MilterTalk client() throws IOException {
    return new MilterTalk(filters.start()).negotiate().connect("client.test", "192.0.2.7");
  }

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  private static void envelope(MilterTalk talk) throws IOException {
    assertThat(talk.mail("<a@sender.test>").code()).isEqualTo('c');
    assertThat(talk.rcpt("<b@example.com>").code()).isEqualTo('c');
  }

  private Done done() {
    return filters.log.events.stream()
        .filter(AuthResultEvent.class::isInstance)
        .map(e -> ((AuthResultEvent) e).done())
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @Test
  void theVerifierSeesEveryOctetAndWhoConnected() throws IOException {
    filters.decide(Action.ACCEPT, null, MailEdit.NONE);
    try (var talk = client()) {
      talk.macros('M', Map.of("i", "4ABC", "{mail_addr}", "a@sender.test"));
      talk.macros('H', Map.of("{tls_version}", "TLSv1.3", "{cipher}", "AES"));
      envelope(talk);
      assertThat(talk.message(MESSAGE)).extracting(MilterTalk.Answer::code).containsExactly('c');
    }
    var question = filters.asked.getFirst();
    assertThat(new String(question.message(), StandardCharsets.ISO_8859_1))
        .isEqualTo(crlf(MESSAGE));
    var envelope = question.envelope();
    assertThat(envelope.listener()).isEqualTo("milter");
    assertThat(envelope.client().address()).isEqualTo("192.0.2.7");
    assertThat(envelope.client().helo()).isEqualTo("client.test");
    assertThat(envelope.client().ptr()).isEqualTo("client.test");
    assertThat(envelope.client().tls()).isEqualTo("TLSv1.3 AES");
    assertThat(envelope.mailFrom()).isEqualTo("a@sender.test");
    assertThat(envelope.user()).isNull();
    assertThat(envelope.size()).isEqualTo(crlf(MESSAGE).length());
    assertThat(done()).isEqualTo(Done.ACCEPTED);
  }

  /// From the bottom up, so that no number depends on whether a removed field still counts.
  @Test
  void forgedResultsGoAndOursComeOnTop() throws IOException {
    var wire = crlf(MESSAGE);
    int first = wire.indexOf("Authentication-Results: mx.test");
    int second = wire.indexOf("authentication-results: mx.test");
    filters.decide(
        Action.ACCEPT,
        null,
        new MailEdit(
            "Authentication-Results: mx.test;\r\n\tspf=fail\r\nX-Second: 2\r\n",
            java.util.List.of(
                new ByteRange(first, wire.indexOf("From:")),
                new ByteRange(second, wire.indexOf("Subject:")))));
    try (var talk = client()) {
      envelope(talk);
      assertThat(talk.message(MESSAGE))
          .extracting(MilterTalk.Answer::toString)
          .containsExactly(
              "m 3|authentication-results||",
              "m 1|Authentication-Results||",
              "i 0|X-Second| 2|",
              "i 0|Authentication-Results| mx.test;\n\tspf=fail|",
              "c ");
    }
  }

  @Test
  void aRefusalHasTheVerdictsText() throws IOException {
    filters.decide(
        Action.REFUSE, new SmtpReply(550, "5.7.1", "violates the DMARC policy"), MailEdit.NONE);
    try (var talk = client()) {
      envelope(talk);
      assertThat(talk.message(MESSAGE))
          .extracting(MilterTalk.Answer::toString)
          .containsExactly("y 550 5.7.1 violates the DMARC policy|");
      assertThat(done()).isEqualTo(Done.REFUSED);
      assertThat(talk.mail("<next@sender.test>").code())
          .as("the connection goes on")
          .isEqualTo('c');
    }
  }

  @Test
  void withoutAVerdictNothingPasses() throws IOException {
    try (var talk = client()) {
      envelope(talk);
      assertThat(talk.message(MESSAGE).getLast().toString()).startsWith("y 451 4.7.0 ");
      assertThat(done()).isEqualTo(Done.DEFERRED);
    }
  }

  @Test
  void quarantineIsAFieldAndWithHoldAlsoTheMtasHoldQueue() throws IOException {
    var edit =
        new MailEdit("Signet-Disposition: quarantine;\r\n reason=\"x\"\r\n", java.util.List.of());
    filters.decide(Action.QUARANTINE, null, edit);
    filters.quarantine = MilterQuarantine.HOLD;
    try (var talk = client()) {
      envelope(talk);
      assertThat(talk.message(MESSAGE))
          .extracting(MilterTalk.Answer::toString)
          .first()
          .isEqualTo("i 0|Signet-Disposition| quarantine;\n reason=\"x\"|");
      envelope(talk);
      assertThat(talk.message(MESSAGE))
          .extracting(MilterTalk.Answer::code)
          .containsExactly('i', 'q', 'c');
    }
    assertThat(done()).isEqualTo(Done.QUARANTINED);
  }

  /// However the verifier has our own relay put mail aside, here a field has to say it.
  @Test
  void quarantineIsNeverSilent() throws IOException {
    filters.decide(Action.QUARANTINE, null, MailEdit.NONE);
    try (var talk = client()) {
      envelope(talk);
      assertThat(talk.message(MESSAGE))
          .extracting(MilterTalk.Answer::toString)
          .containsExactly("i 0|Signet-Disposition| quarantine|", "c ");
    }
  }

  @Test
  void anEditThatIsNoFieldOfTheMtaLetsNothingPass() throws IOException {
    filters.decide(Action.ACCEPT, null, new MailEdit("", java.util.List.of(new ByteRange(3, 9))));
    try (var talk = client()) {
      envelope(talk);
      assertThat(talk.message(MESSAGE).getLast().toString()).startsWith("y 451 4.7.0 ");
    }
  }

  @Test
  void twoMessagesOfOneConnectionDoNotMix() throws IOException {
    filters.decide(Action.ACCEPT, null, MailEdit.NONE);
    try (var talk = client()) {
      envelope(talk);
      talk.send('L', "X-Old| 1|").send('A', "");
      envelope(talk);
      assertThat(talk.message("From: a@sender.test\n\nnew\n").getLast().code()).isEqualTo('c');
      talk.send('K', "");
      talk.connect("other.test", "2001:db8::9");
      envelope(talk);
      assertThat(talk.message("From: c@sender.test\n\nthird\n").getLast().code()).isEqualTo('c');
    }
    assertThat(filters.asked)
        .extracting(m -> new String(m.message(), StandardCharsets.ISO_8859_1))
        .containsExactly(
            "From: a@sender.test\r\n\r\nnew\r\n", "From: c@sender.test\r\n\r\nthird\r\n");
    assertThat(filters.asked.getLast().envelope().client().address())
        .isEqualTo("2001:db8:0:0:0:0:0:9");
    assertThat(filters.budget.held()).isZero();
  }
}
