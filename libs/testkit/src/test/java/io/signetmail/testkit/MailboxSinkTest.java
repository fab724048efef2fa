package io.signetmail.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.testkit.SinkRule.Action;
import io.signetmail.testkit.SinkRule.Stage;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxSinkTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void keepsMessageAndEnvelopeAsTheyCame() throws IOException {
    try (var sink = MailboxSink.start();
        var client = new Client(sink.port())) {
      client.expect("220");
      client.command("EHLO client.example", "250");
      client.command("MAIL FROM:<a@shop.example> SIZE=100", "250");
      client.command("RCPT TO:<b@b.example>", "250");
      client.command("RCPT TO:<c@c.example>", "250");
      client.command("DATA", "354");
      client.command("Subject: x\r\n\r\n..stuffed\r\nbare\nLF\r\n.", "250");
      var mail = sink.awaitCount(LIMIT, 1).getFirst();
      assertThat(mail.text()).isEqualTo("Subject: x\r\n\r\n.stuffed\r\nbare\nLF\r\n");
      assertThat(mail.header()).isEqualTo("Subject: x\r\n");
      assertThat(mail.mailFrom()).isEqualTo("a@shop.example");
      assertThat(mail.mailParameters()).isEqualTo("SIZE=100");
      assertThat(mail.recipients()).containsExactly("b@b.example", "c@c.example");
      assertThat(mail.helo()).isEqualTo("client.example");
    }
  }

  @Test
  void folderKeepsMailOverARestart(@TempDir Path directory) throws IOException {
    try (var sink = MailboxSink.start(0, directory)) {
      deliver(sink, "first");
    }
    try (var sink = MailboxSink.start(0, directory)) {
      deliver(sink, "second");
      assertThat(sink.mails()).extracting(ReceivedMail::number).containsExactly(1L, 2L);
      assertThat(sink.mails().getFirst().text()).isEqualTo("first\r\n");
      assertThat(directory.resolve("000002.eml")).hasContent("second\r\n");
      assertThat(directory.resolve("000002.json")).content().contains("\"b@b.example\"");
      try (var files = Files.list(directory)) {
        assertThat(files).hasSize(4);
      }
    }
  }

  @Test
  void rulesRefuseOnceAndForOneRecipient() throws IOException {
    try (var sink = MailboxSink.start();
        var client = new Client(sink.port())) {
      sink.rule(SinkRule.once(Stage.MAIL, new Action.Reply("451 4.3.2 later")));
      sink.rule(SinkRule.refuseRecipient("gone@b.example", "550 5.1.1 gone"));
      client.expect("220");
      client.command("EHLO client.example", "250");
      client.command("MAIL FROM:<>", "451 4.3.2");
      client.command("MAIL FROM:<>", "250");
      client.command("RCPT TO:<gone@b.example>", "550 5.1.1");
      client.command("RCPT TO:<here@b.example>", "250");
      sink.clearRules();
      client.command("RCPT TO:<gone@b.example>", "250");
    }
  }

  @Test
  void endOfDataCanKeepAndVanishOrVanish() throws IOException {
    try (var sink = MailboxSink.start()) {
      sink.rule(SinkRule.once(Stage.END_OF_DATA, new Action.KeepThenDrop()));
      sink.rule(SinkRule.once(Stage.END_OF_DATA, new Action.Drop()));
      assertThatThrownBy(() -> deliver(sink, "kept")).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> deliver(sink, "lost")).isInstanceOf(EOFException.class);
      deliver(sink, "third");
      assertThat(sink.mails())
          .extracting(ReceivedMail::text)
          .containsExactly("kept\r\n", "third\r\n");
    }
  }

  private static void deliver(MailboxSink sink, String text) throws IOException {
    try (var client = new Client(sink.port())) {
      client.expect("220");
      client.command("EHLO client.example", "250");
      client.command("MAIL FROM:<a@shop.example>", "250");
      client.command("RCPT TO:<b@b.example>", "250");
      client.command("DATA", "354");
      client.command(text + "\r\n.", "250");
    }
  }

  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Client(int port) throws IOException {
      socket = new Socket(Ports.LOOPBACK, port);
      socket.setSoTimeout((int) LIMIT.toMillis());
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    void command(String line, String expected) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      expect(expected);
    }

    void expect(String prefix) throws IOException {
      String line;
      do {
        line = in.readLine();
        if (line == null) {
          throw new EOFException();
        }
        assertThat(line).startsWith(prefix.substring(0, 3));
      } while (line.charAt(3) == '-');
      assertThat(line).startsWith(prefix);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
