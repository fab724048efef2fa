package io.signetmail.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that lie, through a real socket.
@SuppressWarnings("NullAway.Init") // start() sets the server before each test
class BadInputTest {
  private final Sessions sessions = new Sessions();
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    server = SmtpServer.start(Doors.open(ListenerKind.MX, sessions.ports()), TlsContexts.none());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawClient greeted() throws IOException {
    var client = new RawClient(server.port());
    assertThat(client.reply()).startsWith("220");
    assertThat(client.ask("EHLO c.test")).startsWith("250");
    return client;
  }

  private RawClient withRecipient() throws IOException {
    var client = greeted();
    assertThat(client.ask("MAIL FROM:<>")).startsWith("250");
    assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("250");
    return client;
  }

  /// 100,000 recipients sent at once: an answer for each until the session is over, no memory for
  /// any.
  @Test
  void aFloodOfRecipientsEndsWithItsSession() throws Exception {
    try (var client = greeted()) {
      assertThat(client.ask("MAIL FROM:<>")).startsWith("250");
      var sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < 100_000; i++) {
                    client.send("RCPT TO:<user" + i + "@example.com>\r\n");
                  }
                } catch (IOException _) {
                  // hung up on, as it should be
                }
              });
      String last = "";
      int replies = 0;
      for (var reply = client.reply(); !reply.isEmpty(); reply = reply(client)) {
        last = reply;
        replies++;
      }
      sender.join();
      assertThat(last).startsWith("421 4.7.0 too many errors");
      assertThat(replies).isLessThan(20);
    }
    assertThat(sessions.limits).contains(Limit.RECIPIENTS, Limit.ERRORS);
    assertThat(sessions.mails).isEmpty();
  }

  /// A server that closes with octets unread resets the connection: that is an end, too.
  private static String reply(RawClient client) {
    try {
      return client.reply();
    } catch (IOException _) {
      return "";
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BDAT",
        "BDAT -1",
        "BDAT -1 LAST",
        "BDAT 1.5",
        "BDAT 0x10",
        "BDAT 10 FIRST",
        "BDAT 99999999999999999999"
      })
  void aChunkWithoutAValidSizeIsRefused(String command) throws IOException {
    try (var client = withRecipient()) {
      assertThat(client.ask(command)).matches("5\\d\\d 5\\.\\d\\.\\d .*");
    }
    assertThat(sessions.mails).isEmpty();
  }

  /// What is inside a chunk is never a command, even if the chunk itself is refused.
  @Test
  void commandsHiddenInARefusedChunkAreNotRun() throws IOException {
    try (var client = greeted()) {
      var hidden = "MAIL FROM:<x@evil.test>\r\nRCPT TO:<b@example.com>\r\n";
      client.send("BDAT " + hidden.length() + " LAST\r\n" + hidden);
      assertThat(client.reply()).startsWith("503 5.5.1 MAIL first");
      assertThat(client.ask("DATA")).as("no transaction was begun").startsWith("503");
    }
  }

  /// More octets than announced are the next command, and no part of the message.
  @Test
  void aChunkEndsWhereItSaid() throws IOException {
    try (var client = withRecipient()) {
      client.send("BDAT 23 LAST\r\nFrom: a@b.test\r\n\r\nxyz\r\nQUIT\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0 ID");
      assertThat(client.reply()).startsWith("221");
    }
    assertThat(sessions.contents).containsExactly("From: a@b.test\r\n\r\nxyz\r\n");
  }

  @Test
  void aChunkThatNeverComesLeavesNothing() throws IOException {
    try (var client = withRecipient()) {
      client.send("BDAT 1500 LAST\r\nFrom: a@b.test\r\n");
    }
    Await.until(Duration.ofSeconds(10), "it is gone", () -> server.connections() == 0);
    assertThat(sessions.mails).isEmpty();
    assertThat(sessions.room.held()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EHLO a;dmarc=pass",
        "EHLO (a)",
        "EHLO a b",
        "EHLO a\"b",
        "EHLO a\u0001b",
        "EHLO a\u001b[31mb",
        "EHLO \u00e9\u0080",
        "EHLO <script>",
        "EHLO a\\b",
        "EHLO",
        "HELO a@b",
        "HELO a=b",
        "HELO a,b"
      })
  void aNameThatMeansSomethingElsewhereIsRefused(String command) throws IOException {
    try (var client = new RawClient(server.port())) {
      assertThat(client.reply()).startsWith("220");
      var reply = client.send(command.getBytes(StandardCharsets.UTF_8)).ask("");
      assertThat(reply).startsWith("50");
      assertThat(reply.chars()).as("nothing of it comes back").allMatch(c -> c >= ' ' && c < 0x7F);
      assertThat(client.ask("MAIL FROM:<>")).startsWith("503 5.5.1 EHLO first");
    }
  }

  /// A slow header, octet by octet, is bound by the deadline of the message, not of the octet.
  @Test
  void aSlowMessageHoldsOnlyItsOwnRoom() throws IOException {
    try (var slow = withRecipient();
        var fast = withRecipient()) {
      assertThat(slow.ask("DATA")).startsWith("354");
      for (int i = 0; i < 50; i++) {
        slow.send("x");
      }
      assertThat(sessions.room.held()).isLessThan(100_000);
      assertThat(fast.ask("DATA")).startsWith("354");
      assertThat(fast.send("From: a@b.test\r\n\r\n.\r\n").reply()).startsWith("250");
    }
    Await.until(Duration.ofSeconds(10), "all room is back", () -> sessions.room.held() == 0);
  }

  @Test
  void tlsInsteadOfSmtpIsNoCommand() throws IOException {
    try (var client = new RawClient(server.port())) {
      assertThat(client.reply()).startsWith("220");
      client.send(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3, '\r', '\n'});
      assertThat(client.reply()).startsWith("500");
      assertThat(client.ask("NOOP")).startsWith("250");
    }
  }
}
