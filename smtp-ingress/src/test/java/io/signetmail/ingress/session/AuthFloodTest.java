package io.signetmail.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.ingress.account.FailureWindow;
import io.signetmail.ingress.sasl.ScramClient;
import io.signetmail.smtp.Line;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Guessing at passwords in session after session: soon nobody is asked any more.
class AuthFloodTest {
  private static final int ALLOWED = 5;

  private final Sessions sessions = new Sessions();
  private final AtomicInteger asked = new AtomicInteger();

  private SmtpSession greeted() {
    var session = sessions.submission();
    session.secured(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
    assertThat(say(session, "EHLO c.test")).startsWith("say 250");
    return session;
  }

  private static String say(SmtpSession session, String line) {
    return switch (session.handle(new Line.Text(line.getBytes(StandardCharsets.UTF_8)))) {
      case Step.Say(var reply) -> "say " + reply;
      case Step.SayAndClose(var reply) -> "close " + reply;
      case Step other -> other.toString();
    };
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void limit() {
    sessions.throttle =
        new FailureWindow(ALLOWED, 1000, Duration.ofMinutes(10), InstantSource.fixed(Sessions.NOW));
  }

  @Test
  void wrongPasswordsOfOneNetwork() {
    limit();
    sessions.accounts =
        new Accounts() {
          @Override
          public Login login(String user, String password) {
            asked.incrementAndGet();
            return new Login.Denied();
          }

          @Override
          public Login trusted(String user) {
            return new Login.Denied();
          }
        };
    for (int i = 0; i < 1000; i++) {
      var reply = say(greeted(), "AUTH PLAIN " + base64("\0user" + i + "\0guess"));
      assertThat(reply)
          .startsWith(i < ALLOWED ? "say 535 5.7.8" : "close 421 4.7.0 too many failed logins");
    }
    assertThat(asked).hasValue(ALLOWED);
  }

  @Test
  void wrongProofsOfOneNetwork() {
    limit();
    var secrets = ScramClient.secrets("pencil", "W22ZaJ0SNY7soEsUEjb6gQ==", 4096);
    sessions.scram =
        _ -> {
          asked.incrementAndGet();
          return new ScramOffer.Ready(secrets, "srv", Optional.empty());
        };
    for (int i = 0; i < 100; i++) {
      var session = greeted();
      var first = say(session, "AUTH SCRAM-SHA-256 " + base64("n,,n=user" + i + ",r=cli"));
      if (i < ALLOWED) {
        assertThat(first).startsWith("say 334 ");
        assertThat(say(session, base64("c=biws,r=clisrv,p=" + "A".repeat(43) + "=")))
            .startsWith("say 535 5.7.8");
      } else {
        assertThat(first).startsWith("close 421 4.7.0 too many failed logins");
      }
    }
    assertThat(asked).hasValue(ALLOWED);
  }

  /// What is no response at all is a mistake like any other, and ends the session like any other.
  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN", "SCRAM-SHA-256"})
  void rubbishInsteadOfResponses(String mechanism) {
    var session = greeted();
    var last = "";
    int mistakes = 0;
    while (!last.startsWith("close") && mistakes < 100) {
      last = say(session, "AUTH " + mechanism);
      if (last.startsWith("say 334")) {
        last = say(session, "\u00e9=;".repeat(1000));
        mistakes++;
      }
    }
    assertThat(last).startsWith("close 421 4.7.0 too many errors");
    assertThat(mistakes).isEqualTo(7);
  }
}
