package io.signetmail.ingress.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// A client that sends whatever it is told, right or wrong.
public final class RawClient implements AutoCloseable {
  private Socket socket;
  private BufferedReader in;

  /// Connects, does not read the greeting.
  public RawClient(int port) throws IOException {
    this(new Socket(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    this.in = reader(socket);
  }

  /// Connects with TLS from the first octet.
  public static RawClient tls(int port, SSLContext context) throws IOException {
    return tls(port, context, "TLSv1.3");
  }

  /// The same with one version of TLS.
  static RawClient tls(int port, SSLContext context, String protocol) throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return new RawClient(socket);
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  /// What TLS knows of the connection.
  SSLSession tlsSession() {
    return ((SSLSocket) socket).getSession();
  }

  /// Turns the connection into TLS.
  public void startTls(SSLContext context) throws IOException {
    var tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
    tls.startHandshake();
    socket = tls;
    in = reader(tls);
  }

  /// Sends text as it is.
  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends octets as they are.
  public RawClient send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    socket.getOutputStream().flush();
    return this;
  }

  /// One reply, its lines joined by a blank, codes of all but the first removed; empty when the
  /// server hung up.
  public String reply() throws IOException {
    var out = new StringBuilder();
    while (true) {
      var line = in.readLine();
      if (line == null) {
        return out.toString();
      }
      out.append(out.isEmpty() ? line.replaceFirst("^(\\d{3})-", "$1 ") : " " + line.substring(4));
      if (line.length() < 4 || line.charAt(3) != '-') {
        return out.toString();
      }
    }
  }

  /// Sends a line and reads the reply.
  public String ask(String line) throws IOException {
    return send(line + "\r\n").reply();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
