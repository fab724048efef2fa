package io.signetmail.ingress.milter;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.MailEvent;
import io.signetmail.testkit.MilterTalk;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MilterOutboundTest {
  private static final String MESSAGE = "From: Shop <a@shop.example>\nSubject: x\n\nbody\n";

  private final Filters filters = new Filters();

  @BeforeEach
  void haveAKey() throws NoSuchAlgorithmException {
    filters.keys = Filters.key();
  }

  @AfterEach
  void stop() {
    filters.close();
  }

  private MilterTalk client(String user) throws IOException {
    var talk = new MilterTalk(filters.start()).negotiate().connect("client.test", "192.0.2.7");
    return talk.macros('M', Map.of("i", "4ABC", "{auth_authen}", user));
  }

  private static String send(MilterTalk talk, String from, String message) throws IOException {
    var sender = talk.mail("<" + from + ">");
    if (sender.code() != 'c') {
      return sender.toString();
    }
    assertThat(talk.rcpt("<b@elsewhere.test>").code()).isEqualTo('c');
    return talk.message(message).getLast().toString();
  }

  @Test
  void aGrantedAuthorIsSigned() throws IOException {
    try (var talk = client("u")) {
      assertThat(talk.mail("<bounce@shop.example>").code()).isEqualTo('c');
      assertThat(talk.rcpt("<b@elsewhere.test>").code()).isEqualTo('c');
      var answers = talk.message(MESSAGE);
      assertThat(answers).extracting(MilterTalk.Answer::code).containsExactly('i', 'c');
      assertThat(answers.getFirst().text())
          .startsWith("0|DKIM-Signature| v=1; a=ed25519-sha256;")
          .contains("d=shop.example", "s=s1")
          .doesNotContain("\r");
    }
    assertThat(filters.asked).as("nothing to verify").isEmpty();
    assertThat(filters.written)
        .extracting(e -> e.getClass().getSimpleName())
        .containsExactly("Accepted", "Signed");
    assertThat(filters.written.getFirst())
        .isInstanceOfSatisfying(
            MailEvent.Accepted.class,
            e -> {
              assertThat(e.user()).isEqualTo("u");
              assertThat(e.headerFrom()).isEqualTo("shop.example");
            });
  }

  @ParameterizedTest(name = "{0}, <{1}>, {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          u    | a@other.example | From: a@shop.example  | y 550 5.7.1 sender domain other.example is not granted
          u    | no-domain       | From: a@shop.example  | y 550 5.7.1 sender domain no-domain is not granted
          u    | a@shop.example  | From: a@other.example | y 550 5.7.1 From domain other.example is not granted
          u    | a@shop.example  | Subject: no author    | y 550 5.7.1 From field: no From field
          who  | a@shop.example  | From: a@shop.example  | y 550 5.7.1 the authenticated user is not known
          away | a@shop.example  | From: a@shop.example  | y 454 4.7.0
          """)
  void onlyGrantedAuthorsAreSigned(String user, String from, String header, String expected)
      throws IOException {
    try (var talk = client(user)) {
      assertThat(send(talk, from, header + "\n\nbody\n")).startsWith(expected);
    }
    assertThat(filters.written).isEmpty();
  }

  @Test
  void withoutAKeyItIsRefusedAndNeverLeftUnsigned() throws IOException {
    filters.keys = new SigningKeys.Answer.NoKey("no-active-key");
    try (var talk = client("u")) {
      assertThat(send(talk, "a@shop.example", MESSAGE))
          .startsWith(
              "y 550 5.7.1 no DKIM key signs for this user at shop.example (no-active-key)");
    }
  }

  @Test
  void whenKeysCannotBeAskedForItIsDeferred() throws IOException {
    filters.keys = new SigningKeys.Answer.Unavailable("key-service is away");
    try (var talk = client("u")) {
      assertThat(send(talk, "a@shop.example", MESSAGE)).startsWith("y 451 4.7.0 cannot sign");
    }
  }

  /// Rotation takes a key out of DNS by what the log says about its use.
  @Test
  void aSignatureThatIsNotInTheLogDoesNotLeave() throws IOException {
    filters.eventTrouble = "no broker";
    try (var talk = client("u")) {
      assertThat(send(talk, "a@shop.example", MESSAGE)).startsWith("y 451 4.3.0");
    }
  }

  /// What was said about the last message is not true of the next.
  @Test
  void theUserIsForgottenWithTheMessage() throws IOException {
    try (var talk = client("u")) {
      assertThat(send(talk, "a@shop.example", MESSAGE)).startsWith("c");
      assertThat(send(talk, "a@shop.example", MESSAGE)).startsWith("y 451 4.7.0 cannot check");
    }
    assertThat(filters.asked).hasSize(1);
  }
}
