package io.signetmail.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.ReversePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSessionTest {
  private static final String HELLO =
      """
      (connect) > 220-hello|220 there
      EHLO me.test > 250-there|250-PIPELINING|250-8BITMIME|250-SMTPUTF8|250 SIZE 1000
      """;

  private static ClientSession connect(ScriptedServer server, Protocol protocol)
      throws ConnectException {
    var client =
        new SmtpClient(ClientSettings.of("me.test", SmtpTimeouts.all(Duration.ofSeconds(5))));
    return client.connect(
        new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.OPPORTUNISTIC, protocol));
  }

  private static OutgoingMail mail(String message, String... recipients) {
    return OutgoingMail.of(
        ReversePath.none(),
        Stream.of(recipients).map(r -> Recipient.of(Mailbox.of(r))).toList(),
        message.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> send(String script, Protocol protocol, OutgoingMail mail)
      throws IOException, InterruptedException {
    try (var server = new ScriptedServer(script)) {
      List<String> outcomes;
      try (var session = connect(server, protocol)) {
        outcomes = session.send(mail).outcomes().stream().map(ClientSessionTest::show).toList();
      }
      assertThat(server.surprises()).isEmpty();
      return outcomes;
    }
  }

  private static String show(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(var reply) -> "accepted " + reply;
      case Outcome.Deferred(var reply) -> "deferred " + reply;
      case Outcome.Rejected(var reply) -> "rejected " + reply;
      case Outcome.Broken _ -> "broken";
      case Outcome.InDoubt _ -> "in doubt";
    };
  }

  @Test
  void everyRecipientHasItsOwnOutcome() throws Exception {
    assertThat(
            send(
                HELLO
                    + """
                    MAIL FROM:<> SIZE=6 > 250 2.1.0 ok
                    RCPT TO:<a@x.test> > 250 2.1.5 ok
                    RCPT TO:<b@x.test> > 550-5.1.1 no|550 5.1.1 such user
                    RCPT TO:<c@x.test> > 452 4.5.3 later
                    DATA > 354 go
                    (content) > 250 2.0.0 queued
                    """,
                Protocol.SMTP,
                mail("x: y\r\n", "a@x.test", "b@x.test", "c@x.test")))
        .containsExactly(
            "accepted 250 2.0.0 queued",
            "rejected 550 5.1.1 no such user",
            "deferred 452 4.5.3 later");
  }

  @Test
  void aServerWithoutPipeliningIsAskedStepByStep() throws Exception {
    assertThat(
            send(
                """
                (connect) > 220 hello
                EHLO me.test > 502 what
                HELO me.test > 250 hi
                MAIL FROM:<> > 250 ok
                RCPT TO:<a@x.test> > 250 ok
                DATA > 354 go
                (content) > 250 ok
                """,
                Protocol.SMTP,
                mail("x: y\r\n", "a@x.test")))
        .containsExactly("accepted 250 ok");
  }

  @Test
  void dataWithoutRecipientsIsEndedWithoutTheMessage() throws Exception {
    assertThat(
            send(
                HELLO
                    + """
                    MAIL FROM:<> > 250 ok
                    RCPT TO:<a@x.test> > 550 5.1.1 no
                    DATA > 354 go
                    . > 554 no recipients
                    """,
                Protocol.SMTP,
                mail("x: y\r\n", "a@x.test")))
        .containsExactly("rejected 550 5.1.1 no");
  }

  @Test
  void aRefusedSenderIsAnOutcomeForEverybody() throws Exception {
    assertThat(
            send(
                HELLO
                    + """
                    MAIL FROM:<> > 451 4.7.1 greylisted
                    RCPT TO:<a@x.test> > 503 MAIL first
                    RCPT TO:<b@x.test> > 503 MAIL first
                    DATA > 503 MAIL first
                    RSET > 250 ok
                    """,
                Protocol.SMTP,
                mail("x: y\r\n", "a@x.test", "b@x.test")))
        .containsExactly("deferred 451 4.7.1 greylisted", "deferred 451 4.7.1 greylisted");
  }

  @Test
  void lmtpAnswersEachRecipientAfterTheData() throws Exception {
    assertThat(
            send(
                HELLO.replace("EHLO", "LHLO")
                    + """
                    MAIL FROM:<> > 250 ok
                    RCPT TO:<a@x.test> > 250 ok
                    RCPT TO:<b@x.test> > 550 5.1.1 no
                    RCPT TO:<c@x.test> > 250 ok
                    DATA > 354 go
                    (content) > 250 2.0.0 one|452 4.2.2 full
                    """,
                Protocol.LMTP,
                mail("x: y\r\n", "a@x.test", "b@x.test", "c@x.test")))
        .containsExactly(
            "accepted 250 2.0.0 one", "rejected 550 5.1.1 no", "deferred 452 4.2.2 full");
  }

  @Test
  void aConnectionLostBeforeTheDotIsBrokenAfterItInDoubt() throws Exception {
    var upToData = HELLO + "MAIL FROM:<> > 250 ok\nRCPT TO:<a@x.test> > 250 ok\n";
    assertThat(send(upToData + "DATA > (close)\n", Protocol.SMTP, mail("x: y\r\n", "a@x.test")))
        .containsExactly("broken");
    assertThat(
            send(
                upToData + "DATA > 354 go\n(content) > (close)\n",
                Protocol.SMTP,
                mail("x: y\r\n", "a@x.test")))
        .containsExactly("in doubt");
  }

  @Test
  void whatTheHopCannotTakeIsNotSent() throws Exception {
    var plain = "(connect) > 220 hello\nEHLO me.test > 250-there|250 SIZE 10\n";
    assertThat(send(plain, Protocol.SMTP, mail("é\r\n", "a@x.test")).getFirst())
        .startsWith("rejected 554 5.6.3");
    assertThat(send(plain, Protocol.SMTP, mail("x\r\n", "é@x.test")).getFirst())
        .startsWith("rejected 550 5.6.7");
    assertThat(send(plain, Protocol.SMTP, mail("x: 0123456789\r\n", "a@x.test")).getFirst())
        .startsWith("rejected 552 5.3.4");
    assertThat(send(plain, Protocol.SMTP, mail("x\ny\r\n", "a@x.test")).getFirst())
        .startsWith("rejected 550 5.6.0");
  }

  @Test
  void twoHundredRecipientsGoInGroups() throws Exception {
    var script = new StringBuilder(HELLO).append("MAIL FROM:<> > 250 ok\n");
    var recipients = new String[200];
    for (int i = 0; i < 200; i++) {
      recipients[i] = "u" + i + "@x.test";
      script.append("RCPT TO:<u").append(i).append("@x.test> > 250 ok\n");
    }
    script.append("DATA > 354 go\n(content) > 250 2.0.0 queued\n");
    assertThat(send(script.toString(), Protocol.SMTP, mail("x: y\r\n", recipients)))
        .hasSize(200)
        .allMatch("accepted 250 2.0.0 queued"::equals);
  }

  @Test
  void dotsAreStuffedAndTheEndIsMadeClean() throws Exception {
    var script =
        HELLO
            + """
            MAIL FROM:<> > 250 ok
            RCPT TO:<a@x.test> > 250 ok
            DATA > 354 go
            (content) > 250 ok
            """;
    try (var server = new ScriptedServer(script)) {
      try (var session = connect(server, Protocol.SMTP)) {
        assertThat(session.send(mail(".a\r\n\r\n..b", "a@x.test")).only())
            .isInstanceOf(Outcome.Accepted.class);
      }
      assertThat(server.surprises()).isEmpty();
      assertThat(server.content()).isEqualTo("..a\r\n\r\n...b\r\n");
    }
  }

  @Test
  void aServerThatDoesNotWantUsSaysHowSerious() throws Exception {
    for (var script :
        List.of(
            "(connect) > 554 5.7.1 no\n",
            "(connect) > 421 4.3.2 later\n",
            "(connect) > (close)\n",
            "(connect) > HTTP/1.1 400\n")) {
      try (var server = new ScriptedServer(script)) {
        assertThatThrownBy(() -> connect(server, Protocol.SMTP))
            .isInstanceOfSatisfying(
                ConnectException.class,
                e -> assertThat(e.permanent()).isEqualTo(script.contains("554")));
      }
    }
  }

  private static final String RECIPIENT =
      HELLO + "MAIL FROM:<> > 250 ok\nRCPT TO:<a@x.test> > 250 ok\n";

  /// RFC 5321 §4.3.2: 354, 4yz and 5yz are the answers to DATA.
  @ParameterizedTest(name = "DATA answered {0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          250 2.0.0 queued | broken
          220 hello        | broken
          334 more         | broken
          451 4.3.0 later  | deferred 451 4.3.0 later
          554 5.7.1 no     | rejected 554 5.7.1 no
          """)
  void onlyAnAnswerToDataDecidesAboutTheMessage(String answer, String outcome) throws Exception {
    var reset = outcome.equals("broken") ? "" : "RSET > 250 ok\n";
    assertThat(
            send(
                RECIPIENT + "DATA > " + answer + "\n" + reset,
                Protocol.SMTP,
                mail("x: y\r\n", "a@x.test")))
        .containsExactly(outcome);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "MAIL FROM:<> > 354 go",
        "MAIL FROM:<> > 250 ok\nRCPT TO:<a@x.test> > 334 go",
        "MAIL FROM:<> > 250 ok\nRCPT TO:<a@x.test> > 250 ok\nDATA > 250 ok",
      })
  void aReplyThatDoesNotFitItsCommandEndsTheSessionAndNothingIsDelivered(String script)
      throws Exception {
    try (var server =
            new ScriptedServer("(connect) > 220 hello\nEHLO me.test > 250 there\n" + script);
        var session = connect(server, Protocol.SMTP)) {
      var result = session.send(mail("x: y\r\n", "a@x.test"));
      assertThat(result.outcomes().stream().map(ClientSessionTest::show)).containsExactly("broken");
      assertThat(result.usable()).isFalse();
    }
  }

  @Test
  void anIntermediateReplyToTheEndOfDataSaysNothingAboutTheMessage() throws Exception {
    assertThat(
            send(
                RECIPIENT + "DATA > 354 go\n(content) > 354 more\n",
                Protocol.SMTP,
                mail("x: y\r\n", "a@x.test")))
        .containsExactly("in doubt");
  }

  @Test
  void aKeptSessionThatWasSpokenToIsNotUsedAgain() throws Exception {
    var script = RECIPIENT + "DATA > 354 go\n(content) > 250 queued|250 2.0.0 and one more\n";
    try (var server = new ScriptedServer(script)) {
      var session = connect(server, Protocol.SMTP);
      assertThat(session.send(mail("x: y\r\n", "a@x.test")).only())
          .isInstanceOf(Outcome.Accepted.class);
      var again = session.send(mail("x: z\r\n", "a@x.test"));
      assertThat(again.only()).isInstanceOf(Outcome.Broken.class);
      assertThat(again.usable()).isFalse();
      session.close();
      assertThat(server.surprises()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0} asked for with SMTPUTF8: needed {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Subject: plain          | a@x.test | false
          Subject: grüße          | a@x.test | true
          Subject: plain          | é@x.test | true
          X: y%n%nKörper in UTF-8 | a@x.test | false
          """)
  void smtpUtf8IsAskedOfTheHopOnlyWhenAnAddressOrAHeaderFieldNeedsIt(
      String message, String recipient, boolean needed) {
    var bytes = message.formatted().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    var mail =
        new OutgoingMail(
            ReversePath.none(),
            List.of(Recipient.of(Mailbox.of(recipient))),
            true,
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            bytes);
    assertThat(mail.needsSmtpUtf8()).isEqualTo(needed);
  }
}
