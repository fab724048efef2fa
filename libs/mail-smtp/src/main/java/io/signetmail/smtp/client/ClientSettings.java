package io.signetmail.smtp.client;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/// What is the same for every connection: our name, deadlines, trust, credentials.
///
/// `trust` empty means the platform's trust store. Credentials are sent over TLS only.
public record ClientSettings(
    String localName,
    SmtpTimeouts timeouts,
    Optional<SSLContext> trust,
    Optional<Credentials> credentials) {

  /// No credentials, the platform's trust.
  public static ClientSettings of(String localName, SmtpTimeouts timeouts) {
    return new ClientSettings(localName, timeouts, Optional.empty(), Optional.empty());
  }

  /// The same with credentials.
  public ClientSettings withCredentials(Credentials credentials) {
    return new ClientSettings(localName, timeouts, trust, Optional.of(credentials));
  }

  /// The same with another trust.
  public ClientSettings withTrust(SSLContext context) {
    return new ClientSettings(localName, timeouts, Optional.of(context), credentials);
  }
}
