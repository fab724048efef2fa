package io.signetmail.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.smtp.Line;
import io.signetmail.smtp.LineReader;
import io.signetmail.smtp.MessageReader;
import io.signetmail.smtp.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Plays a whole dialogue from text.
///
/// `C: ` is sent with CRLF, `S: ` is how the reply starts, `TLS` is a handshake, `CLOSED` says that
/// the server hung up. After a 354 the client's lines are content up to a lone dot.
public final class Dialogue {
  private final SmtpSession session;
  private final Deque<Reply> replies = new ArrayDeque<>();
  private boolean closed;

  private Dialogue(SmtpSession session) {
    this.session = session;
  }

  /// Plays it.
  public static void play(SmtpSession session, String script) {
    var dialogue = new Dialogue(session);
    dialogue.replies.add(session.greeting());
    var lines = new ArrayDeque<>(script.lines().toList());
    while (!lines.isEmpty()) {
      dialogue.line(lines.removeFirst(), lines);
    }
    assertThat(dialogue.replies).as("replies nobody expected").isEmpty();
  }

  private void line(String line, Deque<String> rest) {
    if (line.startsWith("S: ")) {
      assertThat(replies).as("no reply left for " + line).isNotEmpty();
      assertThat(replies.removeFirst().toString()).startsWith(line.substring(3).strip());
    } else if (line.startsWith("C: ") || line.equals("C:")) {
      assertThat(closed).as("closed before " + line).isFalse();
      take(session.handle(text(line.substring(2).strip())), rest);
    } else if (line.equals("TLS")) {
      session.secured(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
    } else if (line.equals("CLOSED")) {
      assertThat(closed).isTrue();
    } else {
      assertThat(line).as("line of the script").isBlank();
    }
  }

  private static Line text(String line) {
    return new Line.Text(line.getBytes(StandardCharsets.UTF_8));
  }

  private void take(Step step, Deque<String> rest) {
    switch (step) {
      case Step.Say(var reply) -> replies.add(reply);
      case Step.SayAndClose(var reply) -> {
        replies.add(reply);
        closed = true;
      }
      case Step.Close _ -> closed = true;
      case Step.StartTls(var reply) -> replies.add(reply);
      case Step.ReadData(var reply, var max, var allowance) -> {
        replies.add(reply);
        line(rest.removeFirst(), rest);
        read(content(rest), max, allowance, rest);
      }
      case Step.ReadChunk chunk -> throw new AssertionError("chunk in a script: " + chunk);
      case Step.SkipChunk(var _, var then) -> take(then, rest);
    }
  }

  private void read(
      byte[] content, long max, io.signetmail.smtp.Allowance allowance, Deque<String> rest) {
    try {
      var lines = new LineReader(new ByteArrayInputStream(content));
      take(session.received(new MessageReader(lines, max, allowance).readData()), rest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] content(Deque<String> rest) {
    var out = new ByteArrayOutputStream();
    while (!rest.isEmpty() && (rest.getFirst().startsWith("C: ") || rest.getFirst().equals("C:"))) {
      var line = rest.removeFirst();
      out.writeBytes((line.length() > 3 ? line.substring(3) : "").getBytes(StandardCharsets.UTF_8));
      out.writeBytes(new byte[] {'\r', '\n'});
      if (line.equals("C: .")) {
        return out.toByteArray();
      }
    }
    throw new AssertionError("content without an end: " + List.copyOf(rest));
  }
}
