package io.signetmail.smtp.client;

/// A next hop. `host` is a name or an address literal without brackets.
public record SmtpEndpoint(String host, int port, TlsMode tls, Protocol protocol) {

  /// Checks the port.
  public SmtpEndpoint {
    if (host.isBlank()) {
      throw new IllegalArgumentException("next hop without a host");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /// SMTP with TLS when the other side offers it.
  public static SmtpEndpoint of(String host, int port) {
    return new SmtpEndpoint(host, port, TlsMode.OPPORTUNISTIC, Protocol.SMTP);
  }

  /// The same hop with another TLS mode.
  public SmtpEndpoint withTls(TlsMode mode) {
    return new SmtpEndpoint(host, port, mode, protocol);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
