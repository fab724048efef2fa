package io.signetmail.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.sasl.ChannelBindings;
import io.signetmail.ingress.sasl.ScramClient;
import io.signetmail.smtp.Line;
import io.signetmail.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// SCRAM as SMTP carries it (RFC 4954 §4, RFC 5802).
class ScramLoginTest {
  private static final byte[] EXPORTED = {9, 8, 7};
  private static final TlsFacts TLS =
      new TlsFacts(
          "TLSv1.3",
          "TLS_AES_128_GCM_SHA256",
          new ChannelBindings(
              Map.of(ChannelBindings.EXPORTER, Base64.getEncoder().encodeToString(EXPORTED))),
          Optional.empty());

  private final Sessions sessions = new Sessions();

  private SmtpSession session() {
    sessions.scram = ScramLoginTest::offer;
    var session = sessions.submission();
    session.secured(TLS);
    assertThat(say(session, "EHLO c.test").text())
        .contains("AUTH PLAIN LOGIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS");
    return session;
  }

  private static ScramOffer offer(String user) {
    var secrets = ScramClient.secrets("pencil", "W22ZaJ0SNY7soEsUEjb6gQ==", 4096);
    return switch (user) {
      case "away" -> new ScramOffer.Unavailable("away");
      // U+00E9, the NFC spelling
      case "ren\u00e9" ->
          new ScramOffer.Ready(
              secrets,
              "srv",
              Optional.of(new Login.Granted(user, Set.of(DomainName.of("shop.example")))));
      default -> new ScramOffer.Ready(secrets, "srv", Optional.empty());
    };
  }

  private static Reply say(SmtpSession session, String line) {
    return switch (session.handle(new Line.Text(line.getBytes(StandardCharsets.UTF_8)))) {
      case Step.Say(var reply) -> reply;
      case Step.SayAndClose(var reply) -> reply;
      case Step other -> throw new AssertionError(other);
    };
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(Reply reply) {
    assertThat(reply.code()).isEqualTo(334);
    return new String(Base64.getDecoder().decode(reply.text()), StandardCharsets.UTF_8);
  }

  private static Reply logIn(SmtpSession session, String mechanism, ScramClient client) {
    var first = say(session, "AUTH " + mechanism + " " + base64(client.first()));
    var last = say(session, base64(client.last(challenge(first))));
    if (last.code() != 334) {
      return last;
    }
    assertThat(challenge(last)).isEqualTo(client.expected());
    return say(session, "");
  }

  private static ScramClient client(String header, byte[] binding, String user, String password) {
    return new ScramClient(header, binding, user, "cli", password);
  }

  /// The name comes as `e` and a combining accent, and is looked up as one letter.
  @Test
  void bothMechanismsLogIn() {
    var plain = client("n,,", new byte[0], "rene\u0301", "pencil");
    var session = session();
    assertThat(logIn(session, "SCRAM-SHA-256", plain).toString()).startsWith("235 2.7.0");
    assertThat(say(session, "MAIL FROM:<a@shop.example>").code()).isEqualTo(250);
    var bound = client("p=tls-exporter,,", EXPORTED, "ren\u00e9", "pencil");
    assertThat(logIn(session(), "SCRAM-SHA-256-PLUS", bound).code()).isEqualTo(235);
  }

  @Test
  void aLoginBoundToAnotherConnectionIsRefused() {
    var relayed = client("p=tls-exporter,,", new byte[] {1}, "ren\u00e9", "pencil");
    assertThat(logIn(session(), "SCRAM-SHA-256-PLUS", relayed).toString()).startsWith("535 5.7.8");
  }

  @Test
  void aWrongPasswordAndAnUnknownUserLookTheSame() {
    var wrong = client("n,,", new byte[0], "ren\u00e9", "pen");
    var unknown = client("n,,", new byte[0], "nobody", "pencil");
    assertThat(logIn(session(), "SCRAM-SHA-256", wrong))
        .isEqualTo(logIn(session(), "SCRAM-SHA-256", unknown))
        .hasToString("535 5.7.8 user or password is not valid");
  }

  @Test
  void failuresEndTheSession() {
    var session = session();
    var wrong = client("n,,", new byte[0], "ren\u00e9", "pen");
    assertThat(logIn(session, "SCRAM-SHA-256", wrong).code()).isEqualTo(535);
    assertThat(logIn(session, "SCRAM-SHA-256", wrong).code()).isEqualTo(421);
    assertThat(sessions.limits).containsExactly(Limit.FAILED_LOGINS);
  }

  @Test
  void keyServiceAwayIsA454() {
    var session = session();
    assertThat(say(session, "AUTH SCRAM-SHA-256 " + base64("n,,n=away,r=x")).toString())
        .startsWith("454 4.7.0");
    assertThat(say(session, "NOOP").code()).isEqualTo(250);
  }

  @Test
  void anExchangeCanBeCancelledAtEachStep() {
    var session = session();
    assertThat(say(session, "AUTH SCRAM-SHA-256").code()).isEqualTo(334);
    assertThat(say(session, "*").code()).isEqualTo(501);
    assertThat(say(session, "AUTH SCRAM-SHA-256 " + base64("n,,n=x,r=x")).code()).isEqualTo(334);
    assertThat(say(session, "*").code()).isEqualTo(501);
    assertThat(say(session, "AUTH SCRAM-SHA-256 " + base64("rubbish")).code()).isEqualTo(501);
    assertThat(say(session, "NOOP").code()).isEqualTo(250);
  }
}
