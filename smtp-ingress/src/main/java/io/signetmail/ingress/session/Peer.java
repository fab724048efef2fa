package io.signetmail.ingress.session;

import java.net.InetAddress;
import java.util.Optional;

/// The client as the network sees it.
///
/// @param name PTR name that points back to the address, when it was looked up
public record Peer(InetAddress address, int port, Optional<String> name) {

  /// A client without a name.
  public static Peer of(InetAddress address, int port) {
    return new Peer(address, port, Optional.empty());
  }

  @Override
  public String toString() {
    return address.getHostAddress() + ":" + port;
  }
}
