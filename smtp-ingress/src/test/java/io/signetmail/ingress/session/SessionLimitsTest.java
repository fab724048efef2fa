package io.signetmail.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.limit.NetworkRate;
import io.signetmail.smtp.Line;
import io.signetmail.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Limits of one session: reply and count. {@link Sessions#rules} has small ones.
class SessionLimitsTest {
  private final Sessions sessions = new Sessions();

  private static Step say(SmtpSession session, String line) {
    return session.handle(new Line.Text(line.getBytes(StandardCharsets.UTF_8)));
  }

  private static Reply reply(Step step) {
    return switch (step) {
      case Step.Say(var reply) -> reply;
      case Step.SayAndClose(var reply) -> reply;
      default -> throw new AssertionError(step);
    };
  }

  private static SmtpSession greeted(SmtpSession session) {
    assertThat(reply(say(session, "EHLO c.test")).code()).isEqualTo(250);
    return session;
  }

  @Test
  void mistakes() {
    var session = greeted(sessions.mx());
    for (int i = 0; i < 6; i++) {
      assertThat(say(session, "WHAT")).isInstanceOf(Step.Say.class);
    }
    assertThat(say(session, "WHAT")).isInstanceOf(Step.SayAndClose.class);
    assertThat(sessions.limits).containsExactly(Limit.ERRORS);
  }

  @Test
  void commandsWithoutMail() {
    var session = greeted(sessions.mx());
    for (int i = 0; i < 7; i++) {
      assertThat(say(session, "NOOP")).isInstanceOf(Step.Say.class);
    }
    assertThat(say(session, "RSET")).isInstanceOf(Step.SayAndClose.class);
    assertThat(sessions.limits).containsExactly(Limit.COMMANDS_WITHOUT_MAIL);
  }

  @Test
  void messagesOfOneNetworkInAMinute() {
    sessions.messageRate = new NetworkRate(1, List.of(), InstantSource.fixed(Sessions.NOW));
    var session = greeted(sessions.mx());
    assertThat(reply(say(session, "MAIL FROM:<>")).code()).isEqualTo(250);
    assertThat(reply(say(session, "RSET")).code()).isEqualTo(250);
    assertThat(reply(say(session, "MAIL FROM:<>")).toString())
        .startsWith("451 4.7.1 too many messages");
    assertThat(sessions.limits).containsExactly(Limit.MESSAGES_PER_NETWORK);
  }

  /// The first surplus recipients are a client's right (RFC 5321 §4.5.3.1.10), a flood is not.
  @Test
  void aHundredThousandRecipientsEndTheSessionSoon() {
    var session = greeted(sessions.mx());
    assertThat(reply(say(session, "MAIL FROM:<>")).code()).isEqualTo(250);
    int answered = 0;
    Step last = new Step.Close();
    while (answered < 100_000 && !(last instanceof Step.SayAndClose)) {
      last = say(session, "RCPT TO:<user" + answered + "@example.com>");
      answered++;
    }
    assertThat(reply(last).toString()).startsWith("421 4.7.0 too many errors");
    assertThat(answered).as("3 taken, 3 turned away, 6 mistakes, the last").isEqualTo(13);
    assertThat(sessions.limits).containsExactly(Limit.RECIPIENTS, Limit.ERRORS);
  }

  @Test
  void bytesInFlight() {
    sessions.room = Sessions.room(100);
    assertThat(sessions.room.take(Sessions.SOMEBODY, 60, 0, Duration.ZERO)).isEmpty();
    var session = greeted(sessions.mx());
    assertThat(reply(say(session, "MAIL FROM:<> SIZE=500")).code()).isEqualTo(250);
    assertThat(reply(say(session, "RCPT TO:<a@example.com>")).code()).isEqualTo(250);
    assertThat(reply(say(session, "DATA")).toString()).startsWith("452 4.3.1");
    assertThat(sessions.limits).containsExactly(Limit.BYTES_IN_FLIGHT);
  }

  @Test
  void messageBytes() {
    var session = greeted(sessions.mx());
    assertThat(reply(say(session, "MAIL FROM:<> SIZE=5000")).toString()).startsWith("552 5.3.4");
    assertThat(reply(say(session, "BDAT 9223372036854775807 LAST")).code()).isIn(501, 552);
    assertThat(sessions.limits).startsWith(Limit.MESSAGE_BYTES);
  }

  @Test
  void failedLogins() {
    var session = sessions.submission();
    session.secured(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
    var _ = greeted(session);
    assertThat(reply(say(session, "AUTH PLAIN AHUAeA==")).code()).isEqualTo(535);
    assertThat(reply(say(session, "AUTH PLAIN AHUAeA==")).toString())
        .startsWith("421 4.7.0 too many failed logins");
    assertThat(sessions.limits).containsExactly(Limit.FAILED_LOGINS);
  }
}
