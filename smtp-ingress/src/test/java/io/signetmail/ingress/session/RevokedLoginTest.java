package io.signetmail.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.ingress.account.CachedAccounts;
import io.signetmail.smtp.Line;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// What changes at key-service reaches a session that is open: at its next MAIL.
class RevokedLoginTest {
  private final Sessions sessions = new Sessions();
  private final CachedAccounts accounts =
      new CachedAccounts(
          sessions.accounts,
          Duration.ofMinutes(10),
          Duration.ofHours(24),
          100,
          InstantSource.fixed(Sessions.NOW),
          new SecureRandom());

  private SmtpSession loggedIn() {
    sessions.accounts = accounts;
    var session = sessions.submission();
    session.secured(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
    assertThat(say(session, "EHLO c.test")).startsWith("say 250");
    assertThat(say(session, "AUTH PLAIN AHUAcA==")).contains("235 2.7.0");
    mail(session);
    return session;
  }

  private static void mail(SmtpSession session) {
    assertThat(say(session, "MAIL FROM:<a@shop.example>")).contains("250 2.1.0");
    assertThat(say(session, "RSET")).contains("250 2.0.0");
  }

  private static String say(SmtpSession session, String line) {
    return switch (session.handle(new Line.Text(line.getBytes(StandardCharsets.UTF_8)))) {
      case Step.Say(var reply) -> "say " + reply;
      case Step.SayAndClose(var reply) -> "close " + reply;
      case Step other -> other.toString();
    };
  }

  @Test
  void anotherUserOrDomainChangesNothing() {
    var session = loggedIn();
    accounts.userChanged("other");
    accounts.domainChanged("other.example");
    mail(session);
  }

  @Test
  void aChangedUserHasToLogInAgain() {
    var session = loggedIn();
    accounts.userChanged("u");
    assertThat(say(session, "MAIL FROM:<a@shop.example>"))
        .startsWith("close 421 4.7.0 your account has changed");
    mail(loggedIn());
  }

  @Test
  void soDoesEachUserOfAChangedDomain() {
    var session = loggedIn();
    accounts.domainChanged("shop.example");
    assertThat(say(session, "MAIL FROM:<a@shop.example>")).startsWith("close 421 4.7.0");
  }

  @Test
  void andEverybodyWhenChangesMayHaveBeenMissed() {
    var session = loggedIn();
    accounts.everythingMayHaveChanged();
    assertThat(say(session, "MAIL FROM:<a@shop.example>")).startsWith("close 421 4.7.0");
  }

  /// More changes than are remembered one by one are a change of everything.
  @Test
  void nothingIsForgottenInAFlood() {
    var session = loggedIn();
    accounts.userChanged("u");
    for (int i = 0; i < 10_001; i++) {
      accounts.userChanged("user" + i);
    }
    assertThat(say(session, "MAIL FROM:<a@shop.example>")).startsWith("close 421 4.7.0");
  }

  @Test
  void aNameIsTheSameHoweverItIsSpelled() {
    assertThat(SaslName.prepared("rene\u0301")).isEqualTo("ren\u00e9");
    assertThat(SaslName.prepared("Ren\u00e9")).isEqualTo("Ren\u00e9");
  }
}
