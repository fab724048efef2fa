package io.signetmail.standalone.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One SMTP dialogue as a client, shown line by line.
final class SmtpTalk implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 90_000;
  private static final int SHOWN_LINES = 12;

  private final Screen screen;
  private Socket socket;
  private BufferedReader in;

  SmtpTalk(Screen screen, InetSocketAddress server) throws IOException {
    this.screen = screen;
    this.socket = new Socket();
    socket.connect(server, CONNECT_MILLIS);
    socket.setSoTimeout(READ_MILLIS);
    this.in = reader(socket);
  }

  /// What a server said: the code and all its lines.
  record Reply(int code, String text) {}

  /// The greeting.
  void greeting() throws IOException, StepFailed {
    require(read(), 220, "the greeting");
  }

  /// Sends a command and fails the step when the reply has another code.
  Reply command(String line, int expected) throws IOException, StepFailed {
    screen.wire("C:", line);
    return require(send(line), expected, line);
  }

  /// STARTTLS, trusting the certificate the system made for itself.
  void startTls(SSLContext trust) throws IOException, StepFailed {
    require(commandUnchecked("STARTTLS"), 220, "STARTTLS");
    var secure =
        (SSLSocket)
            trust.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
    secure.startHandshake();
    screen.explain(
        "  (from here in %s, %s)"
            .formatted(secure.getSession().getProtocol(), secure.getSession().getCipherSuite()));
    socket = secure;
    in = reader(secure);
  }

  /// AUTH PLAIN (RFC 4616); the credentials are not shown.
  void authenticate(String user, String password) throws IOException, StepFailed {
    screen.wire("C:", "AUTH PLAIN ***");
    var plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    require(send("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain)), 235, "AUTH PLAIN");
  }

  /// DATA with its message; the reply may be anything.
  Reply data(String message) throws IOException, StepFailed {
    command("DATA", 354);
    var lines = message.lines().toList();
    lines.stream().limit(SHOWN_LINES).forEach(line -> screen.wire("C:", line));
    if (lines.size() > SHOWN_LINES) {
      screen.wire("C:", "(" + (lines.size() - SHOWN_LINES) + " more lines)");
    }
    screen.wire("C:", ".");
    return send(stuffed(lines) + ".");
  }

  Reply commandUnchecked(String line) throws IOException {
    screen.wire("C:", line);
    return send(line);
  }

  @Override
  public void close() throws IOException {
    try (var closing = socket) {
      if (!closing.isClosed()) {
        var _ = commandUnchecked("QUIT");
      }
    }
  }

  /// RFC 5321 §4.5.2.
  private static String stuffed(List<String> lines) {
    var text = new StringBuilder();
    for (var line : lines) {
      text.append(line.startsWith(".") ? "." : "").append(line).append("\r\n");
    }
    return text.toString();
  }

  private Reply send(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return read();
  }

  private Reply read() throws IOException {
    var text = new StringBuilder();
    while (true) {
      var line = in.readLine();
      if (line == null || line.length() < 3) {
        throw new IOException("the server closed the connection");
      }
      screen.wire("S:", line);
      text.append(line).append('\n');
      if (line.length() == 3 || line.charAt(3) != '-') {
        return new Reply(Integer.parseInt(line.substring(0, 3)), text.toString());
      }
    }
  }

  private static Reply require(Reply reply, int expected, String what) throws StepFailed {
    if (reply.code() != expected) {
      throw new StepFailed(what + " was answered " + reply.code() + ", not " + expected);
    }
    return reply;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }
}
