package io.signetmail.testkit;

import io.signetmail.testkit.SinkRule.Action;
import io.signetmail.testkit.SinkRule.Stage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// One connection to a {@link MailboxSink}, read and answered by one thread.
final class SinkSession {
  private static final int IDLE_MILLIS = 300_000;

  private final MailboxSink sink;
  private final CrlfReader in;
  private final OutputStream out;
  private String helo = "";
  private String mailFrom = "";
  private String mailParameters = "";
  private final List<String> recipients = new ArrayList<>();
  private boolean inTransaction;

  SinkSession(Socket socket, MailboxSink sink) throws IOException {
    socket.setSoTimeout(IDLE_MILLIS);
    this.sink = sink;
    this.in = new CrlfReader(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  void converse() throws IOException {
    if (!reply(Stage.CONNECT, "", "220 sink.signet.example ESMTP mailbox sink")) {
      return;
    }
    while (true) {
      var line = in.readLine();
      if (line.isEmpty() || !handle(line.get())) {
        return;
      }
    }
  }

  /// False ends the connection.
  private boolean handle(String line) throws IOException {
    var verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    return switch (verb) {
      case "EHLO", "LHLO" -> {
        greet(line);
        yield reply(
            Stage.EHLO,
            line,
            "250-sink.signet.example",
            "250-PIPELINING",
            "250-SIZE 52428800",
            "250-8BITMIME",
            "250-SMTPUTF8",
            "250 ENHANCEDSTATUSCODES");
      }
      case "HELO" -> {
        greet(line);
        yield reply(Stage.EHLO, line, "250 sink.signet.example");
      }
      case "MAIL" -> mail(line);
      case "RCPT" -> rcpt(line);
      case "DATA" -> data(line);
      case "RSET" -> {
        reset();
        yield say("250 2.0.0 reset");
      }
      case "NOOP" -> say("250 2.0.0 still here");
      case "QUIT" -> {
        say("221 2.0.0 bye");
        yield false;
      }
      default -> say("500 5.5.1 unknown command");
    };
  }

  private void greet(String line) {
    var words = line.split(" ", 2);
    helo = words.length == 2 ? words[1] : "";
    reset();
  }

  private boolean mail(String line) throws IOException {
    var path = Path.parse(line);
    if (inTransaction || path == null) {
      return say(inTransaction ? "503 5.5.1 nested MAIL" : "501 5.5.4 no path");
    }
    return decide(
        Stage.MAIL,
        line,
        "250 2.1.0 sender noted",
        () -> {
          inTransaction = true;
          mailFrom = path.address();
          mailParameters = path.parameters();
        });
  }

  private boolean rcpt(String line) throws IOException {
    var path = Path.parse(line);
    if (!inTransaction || path == null) {
      return say(inTransaction ? "501 5.5.4 no path" : "503 5.5.1 MAIL first");
    }
    return decide(
        Stage.RCPT, line, "250 2.1.5 recipient noted", () -> recipients.add(path.address()));
  }

  private boolean data(String line) throws IOException {
    if (recipients.isEmpty()) {
      return say("503 5.5.1 RCPT first");
    }
    var interference = sink.interference(Stage.DATA, line);
    if (interference.isPresent() && !(interference.get() instanceof Action.Delay)) {
      return interference.get() instanceof Action.Reply(var refusal) && say(refusal);
    }
    say("354 go ahead");
    var transaction =
        new MailStore.Transaction(helo, mailFrom, mailParameters, List.copyOf(recipients));
    reset();
    try (var incoming = sink.store().begin()) {
      in.readData(incoming.body());
      return finish(incoming, transaction);
    }
  }

  private boolean finish(MailStore.Incoming incoming, MailStore.Transaction transaction)
      throws IOException {
    var command = transaction.mailFrom() + " " + transaction.recipients();
    return switch (sink.interference(Stage.END_OF_DATA, command).orElse(null)) {
      case null -> say("250 2.0.0 kept as " + incoming.keep(transaction).number());
      case Action.Reply(var line) -> {
        if (line.startsWith("2")) {
          incoming.keep(transaction);
        }
        yield say(line);
      }
      case Action.Drop _ -> false;
      case Action.KeepThenDrop _ -> {
        incoming.keep(transaction);
        yield false;
      }
      case Action.Delay(var by) -> {
        LockSupport.parkNanos(by.toNanos());
        yield say("250 2.0.0 kept as " + incoming.keep(transaction).number());
      }
    };
  }

  private boolean decide(Stage stage, String command, String usual, Runnable onYes)
      throws IOException {
    return switch (sink.interference(stage, command).orElse(null)) {
      case null -> {
        onYes.run();
        yield say(usual);
      }
      case Action.Reply(var line) -> {
        if (line.startsWith("2")) {
          onYes.run();
        }
        yield say(line);
      }
      case Action.Drop _, Action.KeepThenDrop _ -> false;
      case Action.Delay(var by) -> {
        LockSupport.parkNanos(by.toNanos());
        onYes.run();
        yield say(usual);
      }
    };
  }

  private boolean reply(Stage stage, String command, String... usual) throws IOException {
    return decide(stage, command, String.join("\r\n", usual), () -> {});
  }

  private boolean say(String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    return true;
  }

  private void reset() {
    inTransaction = false;
    mailFrom = "";
    mailParameters = "";
    recipients.clear();
  }

  /// What stands between the angle brackets of MAIL and RCPT, and what follows.
  private record Path(String address, String parameters) {
    static @org.jspecify.annotations.Nullable Path parse(String line) {
      int from = line.indexOf('<');
      int to = line.lastIndexOf('>');
      return from < 0 || to < from
          ? null
          : new Path(line.substring(from + 1, to), line.substring(to + 1).strip());
    }
  }
}
