package io.signetmail.ingress.server;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Port: the certificate to show, as of now; empty when there is none.
@FunctionalInterface
public interface TlsContexts {

  /// The context for a handshake that begins now.
  Optional<SSLContext> current();

  /// No TLS at all.
  static TlsContexts none() {
    return Optional::empty;
  }
}
