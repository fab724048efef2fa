package io.signetmail.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.ingress.recipient.HopOffers;
import io.signetmail.smtp.Line;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmtpSessionTest {
  private final Sessions sessions = new Sessions();

  @Test
  void mailForAServedDomainIsTaken() {
    Dialogue.play(
        sessions.mx(),
        """
        S: 220 mx.test ESMTP
        C: EHLO client.test
        S: 250 mx.test greets client.test PIPELINING SIZE 2000 8BITMIME
        C: MAIL FROM:<a@sender.test> SIZE=100 BODY=8BITMIME
        S: 250 2.1.0
        C: RCPT TO:<b@example.com>
        S: 250 2.1.5
        C: DATA
        S: 354
        C: From: a@sender.test
        C:
        C: ..hidden dot
        C: .
        S: 250 2.0.0 ID
        C: QUIT
        S: 221 2.0.0
        CLOSED
        """);
    assertThat(sessions.contents).containsExactly("From: a@sender.test\r\n\r\n.hidden dot\r\n");
    var envelope = sessions.mails.getFirst().envelope(36);
    assertThat(envelope.mailFrom()).isEqualTo("a@sender.test");
    assertThat(envelope.listener()).isEqualTo("mx");
    assertThat(envelope.eightBitMime()).isTrue();
    assertThat(envelope.client().helo()).isEqualTo("client.test");
    assertThat(new String(sessions.mails.getFirst().received(), StandardCharsets.US_ASCII))
        .startsWith("Received: from client.test ([192.0.2.7])\r\n\tby mx.test with ESMTP id ")
        .contains("for <b@example.com>;");
  }

  @Test
  void commandsOutOfOrderAreRefused() {
    Dialogue.play(
        sessions.mx(),
        """
        S: 220
        C: MAIL FROM:<a@sender.test>
        S: 503 5.5.1 EHLO first
        C: HELO client.test
        S: 250 mx.test
        C: RCPT TO:<b@example.com>
        S: 503 5.5.1
        C: MAIL FROM:<a@sender.test>
        S: 250
        C: MAIL FROM:<a@sender.test>
        S: 503 5.5.1
        C: DATA
        S: 554 5.5.1 no valid recipients
        C: RSET
        S: 250
        C: DATA
        S: 503 5.5.1
        """);
    assertThat(sessions.mails).isEmpty();
  }

  @Test
  void mxServesItsDomainsAndThePostmasterOnly() {
    Dialogue.play(
        sessions.mx(),
        """
        S: 220
        C: EHLO client.test
        S: 250
        C: MAIL FROM:<>
        S: 250
        C: RCPT TO:<b@elsewhere.test>
        S: 550 5.7.1 relaying denied
        C: RCPT TO:<Postmaster>
        S: 250 2.1.5
        C: RCPT TO:<c@strict.example>
        S: 452 4.5.3 recipient is under another policy
        C: RCPT TO:<d@example.com>
        S: 250
        C: RCPT TO:<e@example.com>
        S: 250
        C: RCPT TO:<f@example.com>
        S: 452 4.5.3 too many recipients
        C: AUTH PLAIN AHUAcA==
        S: 502 5.5.1
        """);
  }

  @Test
  void whatIsTooMuchIsSaid() {
    Dialogue.play(
        sessions.mx(),
        """
        S: 220
        C: EHLO client.test
        S: 250
        C: MAIL FROM:<a@sender.test> SIZE=2001
        S: 552 5.3.4
        C: MAIL FROM:<é@sender.test>
        S: 553 5.6.7
        C: MAIL FROM:<a@sender.test> RET=FULL
        S: 555 5.5.4
        C: MAIL FROM:<a@sender.test>
        S: 250
        C: RCPT TO:<b@example.com> NOTIFY=NEVER
        S: 555 5.5.4
        C: XYZZY
        S: 500 5.5.1
        C: EXPN list
        S: 502 5.5.1
        C: XYZZY
        S: 421 4.7.0 too many errors
        CLOSED
        """);
  }

  @Test
  void commandsWithoutMailAreBounded() {
    Dialogue.play(
        sessions.mx(),
        """
        S: 220
        C: EHLO client.test
        S: 250
        """
            + "C: NOOP\nS: 250\n".repeat(7)
            + "C: NOOP\nS: 421 4.7.0\nCLOSED\n");
  }

  @Test
  void memoryThatIsNotThereIsA452BeforeTheContent() {
    sessions.room = Sessions.room(1000);
    assertThat(sessions.room.take(Sessions.SOMEBODY, 900, 0, Duration.ZERO)).isEmpty();
    Dialogue.play(
        sessions.mx(),
        """
        S: 220
        C: EHLO client.test
        S: 250
        C: MAIL FROM:<a@sender.test> SIZE=500
        S: 250
        C: RCPT TO:<b@example.com>
        S: 250
        C: DATA
        S: 452 4.3.1
        """);
    assertThat(sessions.room.held()).isEqualTo(900);
  }

  @Test
  void memoryIsGivenBackWhateverHappens() {
    var session = sessions.mx();
    Dialogue.play(
        session,
        """
        S: 220
        C: EHLO client.test
        S: 250
        C: MAIL FROM:<a@sender.test> SIZE=500
        S: 250
        C: RCPT TO:<b@example.com>
        S: 250
        """);
    assertThat(session.handle(new Line.Text("DATA".getBytes(StandardCharsets.US_ASCII))))
        .isInstanceOf(Step.ReadData.class);
    assertThat(sessions.room.held()).isPositive();
    session.close();
    assertThat(sessions.room.held()).isZero();
  }

  @Test
  void brokenLinesAreRefusedAndTheSessionGoesOn() {
    var session = sessions.mx();
    assertThat(session.handle(new Line.BareLf()))
        .hasToString(new Step.Say(io.signetmail.smtp.Replies.BARE_LF).toString());
    assertThat(session.handle(new Line.TooLong())).isInstanceOf(Step.Say.class);
    assertThat(session.handle(new Line.Text(new byte[] {(byte) 0xFF, 0})))
        .isInstanceOf(Step.Say.class);
    Dialogue.play(session, "S: 220\nC: NOOP\nS: 250\n");
  }

  @Test
  void noMoreIsOfferedThanTheNextHopCanTake() {
    sessions.hop = new HopOffers(false, false);
    Dialogue.play(
        sessions.mx(),
        """
        S: 220
        C: EHLO client.test
        S: 250 mx.test greets client.test PIPELINING SIZE 2000 CHUNKING ENHANCEDSTATUSCODES
        C: MAIL FROM:<a@sender.test> BODY=8BITMIME
        S: 555 5.5.4
        C: MAIL FROM:<a@sender.test> SMTPUTF8
        S: 555 5.5.4
        C: MAIL FROM:<a@sender.test> BODY=7BIT
        S: 250
        """);
  }
}
