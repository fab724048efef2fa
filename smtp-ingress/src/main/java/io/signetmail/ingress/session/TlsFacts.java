package io.signetmail.ingress.session;

import io.signetmail.ingress.sasl.ChannelBindings;
import java.util.Optional;

/// How a connection is encrypted, and what a login over it can be bound to.
///
/// @param clientCertificate SHA-256 of the certificate whose key the client has, in lower case hex;
///   who made it was not looked at
public record TlsFacts(
    String protocol, String cipher, ChannelBindings bindings, Optional<String> clientCertificate) {

  /// A connection that nothing is bound to.
  public TlsFacts(String protocol, String cipher) {
    this(protocol, cipher, ChannelBindings.NONE, Optional.empty());
  }

  @Override
  public String toString() {
    return protocol + " " + cipher;
  }
}
