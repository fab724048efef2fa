package io.signetmail.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// One SMTP session over which mails are sent one after the other. One thread at a time.
///
/// Commands are not pipelined, as smtp-source does not.
final class Session implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int MAX_LINE = 2_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private Session(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// A user, and the TLS under which it logs in.
  record Login(String user, String password, SSLContext trust) {
    @Override
    public String toString() {
      return user;
    }
  }

  /// Connects and greets; with a login, over implicit TLS and with AUTH PLAIN.
  static Session open(InetSocketAddress server, String helo, Optional<Login> login)
      throws IOException {
    var socket =
        login.isPresent() ? login.get().trust().getSocketFactory().createSocket() : new Socket();
    socket.connect(server, TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    var session = new Session(socket);
    session.expect(220);
    session.ask("EHLO " + helo, 250);
    if (login.isPresent()) {
      var plain = "\0" + login.get().user() + "\0" + login.get().password();
      session.ask(
          "AUTH PLAIN "
              + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)),
          235);
    }
    return session;
  }

  /// Sends one mail; returns the nanoseconds from the first octet of the body to the 250.
  long send(Mail mail, byte[] data) throws IOException {
    ask("MAIL FROM:<" + mail.from() + ">", 250);
    ask("RCPT TO:<" + mail.to() + ">", 250);
    ask("DATA", 354);
    long start = System.nanoTime();
    out.write(data);
    expect(250);
    return System.nanoTime() - start;
  }

  private void ask(String command, int expected) throws IOException {
    out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    expect(expected);
  }

  private void expect(int code) throws IOException {
    String line;
    do {
      line = line();
    } while (line.length() > 3 && line.charAt(3) == '-');
    if (!line.startsWith(Integer.toString(code))) {
      throw new IOException("expected " + code + ", got: " + line);
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() > MAX_LINE) {
        throw new IOException("the server closed the connection after: " + line);
      }
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
