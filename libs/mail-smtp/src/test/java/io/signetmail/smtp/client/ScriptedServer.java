package io.signetmail.smtp.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that follows a script: each line of it is `what the client must begin with > what to
/// answer`.
///
/// `(content)` stands for everything up to the final dot; an answer of `(close)` hangs up; `|`
/// separates lines.
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Deque<String> script;
  private final List<String> surprises = new CopyOnWriteArrayList<>();
  private final StringBuffer content = new StringBuffer();
  private final Thread thread;

  ScriptedServer(String script) throws IOException {
    this.socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
    this.script = new ArrayDeque<>(script.lines().toList());
    this.thread = Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /// What went differently from the script; waits for its end.
  List<String> surprises() throws InterruptedException {
    thread.join();
    return surprises;
  }

  String content() {
    return content.toString();
  }

  private void serve() {
    try (var client = socket.accept();
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      client.setSoTimeout(10_000);
      while (!script.isEmpty()) {
        var parts = script.removeFirst().split(" > ", 2);
        read(in, parts[0].strip());
        if (parts[1].strip().equals("(close)")) {
          return;
        }
        answer(client, parts[1].strip());
      }
      var more = in.readLine();
      if (more != null && !more.equals("QUIT")) {
        surprises.add("sent after the script: " + more);
      }
    } catch (IOException e) {
      surprises.add(e + " with left " + script);
    }
  }

  private void read(BufferedReader in, String expected) throws IOException {
    if (expected.equals("(connect)")) {
      return;
    }
    if (expected.equals("(content)")) {
      for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
        content.append(line).append("\r\n");
      }
      return;
    }
    var line = in.readLine();
    if (line == null || !line.startsWith(expected)) {
      surprises.add("expected " + expected + ", got " + line);
    }
  }

  private static void answer(Socket client, String reply) throws IOException {
    if (!reply.isEmpty()) {
      var wire = (reply.replace("|", "\r\n") + "\r\n").getBytes(StandardCharsets.US_ASCII);
      client.getOutputStream().write(wire);
      client.getOutputStream().flush();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
