package io.signetmail.smtp.client;

import io.signetmail.smtp.DotStuffing;
import io.signetmail.smtp.LineReader;
import io.signetmail.smtp.Reply;
import io.signetmail.smtp.TimedInput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Socket, buffers and deadlines of one client connection; knows lines and replies, not what they
/// mean. One thread.
final class ClientConnection implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  /// For saying goodbye in TLS to a peer that may not read any more.
  private static final Duration CLOSE_TIME = Duration.ofSeconds(2);

  private final Duration writeTime;

  /// The TCP socket under it all. Closing it always returns at once and ends whatever is blocked;
  /// closing an SSLSocket waits for the record lock a blocked writer holds.
  private final Socket plain;

  private Socket socket;
  private TimedInput input;
  private OutputStream output;
  private ReplyReader replies;

  private ClientConnection(Socket socket, Duration writeTime) throws IOException {
    this.plain = socket;
    this.socket = socket;
    this.writeTime = writeTime;
    this.input = new TimedInput(socket);
    this.output = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    this.replies = new ReplyReader(new LineReader(input));
  }

  static ClientConnection open(SmtpEndpoint endpoint, SmtpTimeouts timeouts) throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(endpoint.host(), endpoint.port()),
          Math.toIntExact(timeouts.connect().toMillis()));
      return new ClientConnection(socket, timeouts.transfer());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Turns the connection into TLS, checking that the certificate is for `host` when asked to.
  void secure(SSLContext context, String host, boolean checkName, Duration time)
      throws IOException {
    if (replies.hasBuffered()) {
      // RFC 3207 §4.2: nothing from before TLS may be used after it (the NO STARTTLS attacks).
      throw new ProtocolException("server sent data after its reply to STARTTLS");
    }
    var tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
    var parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"}); // RFC 9325 §3.1.1
    if (checkName) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    tls.setSSLParameters(parameters);
    tls.setSoTimeout(Math.toIntExact(time.toMillis()));
    tls.startHandshake();
    socket = tls;
    input = new TimedInput(tls);
    output = new BufferedOutputStream(tls.getOutputStream(), BUFFER);
    replies = new ReplyReader(new LineReader(input));
  }

  /// The server sent something that no command of ours asked for.
  boolean hasUnread() throws IOException {
    return replies.hasBuffered();
  }

  boolean secured() {
    return socket instanceof SSLSocket;
  }

  Reply read(Duration time) throws IOException {
    input.allow(time);
    return replies.read();
  }

  void write(String lines) throws IOException {
    write(lines, writeTime);
  }

  void write(String lines, Duration time) throws IOException {
    guarded(
        time,
        () -> {
          output.write(lines.getBytes(StandardCharsets.UTF_8));
          output.flush();
        });
  }

  /// Sends the content; the end of data itself stays in the buffer until {@link #endMessage}.
  void writeMessage(byte[]... parts) throws IOException {
    guarded(writeTime, () -> DotStuffing.write(output, parts));
  }

  void endMessage() throws IOException {
    guarded(writeTime, output::flush);
  }

  private interface Write {
    void run() throws IOException;
  }

  private void guarded(Duration time, Write write) throws IOException {
    var guard = Watchdog.closeAfter(time, plain);
    try {
      write.run();
    } finally {
      guard.cancel(false);
    }
  }

  /// Returns within two seconds, whatever the peer does.
  @Override
  public void close() throws IOException {
    try {
      guarded(CLOSE_TIME, socket::close);
    } finally {
      plain.close();
    }
  }
}
