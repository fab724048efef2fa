package io.signetmail.smtp.client;

import io.signetmail.smtp.Reply;
import io.signetmail.smtp.client.ConnectException.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/// Opens sessions with next hops. Thread-safe; every session belongs to one thread.
///
/// With {@link TlsMode#OPPORTUNISTIC} a failed handshake is a {@link ConnectException} at step TLS:
/// whether to try again in plain text is the caller's policy, `connect(endpoint.withTls(NONE))`
/// does it.
public final class SmtpClient {
  private final ClientSettings settings;
  private final SSLContext verifying;
  private final SSLContext opportunistic = TrustAnything.context();

  /// A client with these settings.
  public SmtpClient(ClientSettings settings) {
    this.settings = settings;
    this.verifying = settings.trust().orElseGet(SmtpClient::platformTrust);
  }

  /// Connects, greets, secures and authenticates.
  public ClientSession connect(SmtpEndpoint endpoint) throws ConnectException {
    var connection = open(endpoint);
    try {
      var extensions = hello(endpoint, connection);
      return new ClientSession(
          connection, settings.timeouts(), extensions, endpoint.protocol() == Protocol.LMTP);
    } catch (ConnectException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  private ClientConnection open(SmtpEndpoint endpoint) throws ConnectException {
    try {
      return ClientConnection.open(endpoint, settings.timeouts());
    } catch (IOException e) {
      throw ConnectException.failed(Step.CONNECT, endpoint, e);
    }
  }

  private Extensions hello(SmtpEndpoint endpoint, ClientConnection connection)
      throws ConnectException {
    if (endpoint.tls() == TlsMode.IMPLICIT) {
      secure(endpoint, connection);
    }
    greeting(endpoint, connection);
    var extensions = ehlo(endpoint, connection);
    extensions = startTls(endpoint, connection, extensions);
    return authenticate(endpoint, connection, extensions);
  }

  private void greeting(SmtpEndpoint endpoint, ClientConnection connection)
      throws ConnectException {
    try {
      var greeting = connection.read(settings.timeouts().greeting());
      if (greeting.code() != 220) {
        throw ConnectException.refused(Step.GREETING, endpoint, greeting);
      }
    } catch (ConnectException e) {
      throw e;
    } catch (IOException e) {
      throw ConnectException.failed(Step.GREETING, endpoint, e);
    }
  }

  private Extensions ehlo(SmtpEndpoint endpoint, ClientConnection connection)
      throws ConnectException {
    boolean lmtp = endpoint.protocol() == Protocol.LMTP;
    var reply =
        ask(Step.HELLO, endpoint, connection, (lmtp ? "LHLO " : "EHLO ") + settings.localName());
    if (reply.positive()) {
      return Extensions.of(reply);
    }
    if (!lmtp && reply.permanentFailure()) {
      // RFC 5321 §3.2: a server without extensions still knows HELO.
      reply = ask(Step.HELLO, endpoint, connection, "HELO " + settings.localName());
      if (reply.positive()) {
        return Extensions.NONE;
      }
    }
    throw ConnectException.refused(Step.HELLO, endpoint, reply);
  }

  private Extensions startTls(
      SmtpEndpoint endpoint, ClientConnection connection, Extensions extensions)
      throws ConnectException {
    boolean wanted =
        switch (endpoint.tls()) {
          case NONE, IMPLICIT -> false;
          case OPPORTUNISTIC -> extensions.offers("STARTTLS");
          case REQUIRED -> true;
        };
    if (!wanted) {
      return extensions;
    }
    var reply = ask(Step.TLS, endpoint, connection, "STARTTLS");
    if (reply.code() != 220) {
      if (endpoint.tls() == TlsMode.OPPORTUNISTIC) {
        return extensions;
      }
      throw ConnectException.refused(Step.TLS, endpoint, reply);
    }
    secure(endpoint, connection);
    return ehlo(endpoint, connection); // RFC 3207 §4.2: what was learned before is forgotten
  }

  private void secure(SmtpEndpoint endpoint, ClientConnection connection) throws ConnectException {
    boolean check = endpoint.tls() != TlsMode.OPPORTUNISTIC;
    try {
      connection.secure(
          check ? verifying : opportunistic, endpoint.host(), check, settings.timeouts().command());
    } catch (IOException e) {
      throw ConnectException.failed(Step.TLS, endpoint, e);
    }
  }

  private Extensions authenticate(
      SmtpEndpoint endpoint, ClientConnection connection, Extensions extensions)
      throws ConnectException {
    if (settings.credentials().isEmpty()) {
      return extensions;
    }
    var credentials = settings.credentials().get();
    if (!connection.secured() || !extensions.offersAuth("PLAIN")) {
      var why = connection.secured() ? "no AUTH PLAIN offered" : "no TLS, credentials withheld";
      throw new ConnectException(Step.AUTH, endpoint + ": " + why, null, null);
    }
    var reply = ask(Step.AUTH, endpoint, connection, "AUTH PLAIN " + plain(credentials));
    if (!reply.positive()) {
      throw ConnectException.refused(Step.AUTH, endpoint, reply);
    }
    return extensions;
  }

  /// RFC 4616 §2, without an authorization identity.
  private static String plain(Credentials credentials) {
    var message = "\0" + credentials.user() + "\0" + credentials.password();
    return Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8));
  }

  private Reply ask(Step step, SmtpEndpoint endpoint, ClientConnection connection, String line)
      throws ConnectException {
    try {
      connection.write(line + "\r\n");
      return connection.read(settings.timeouts().command());
    } catch (IOException e) {
      throw ConnectException.failed(step, endpoint, e);
    }
  }

  private static void closeQuietly(ClientConnection connection) {
    try {
      connection.close();
    } catch (IOException _) {
      // Nothing was sent over it.
    }
  }

  private static SSLContext platformTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no default TLS context", e);
    }
  }
}
