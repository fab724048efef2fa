package io.signetmail.ingress.session;

import io.signetmail.ingress.sasl.ChannelBindings;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who the client is, as the network, a load balancer, XCLIENT, TLS and EHLO say it. One thread.
final class Introduction {
  private InetAddress connected;
  private Peer peer;
  private Optional<TlsFacts> tls = Optional.empty();
  private Optional<String> heloOverride = Optional.empty();
  private @Nullable String helo;
  private boolean extended;

  Introduction(Peer peer) {
    this.peer = peer;
    this.connected = peer.address();
  }

  /// The host at the other end: of the socket, or of the load balancer in between. Whom it speaks
  /// for by XCLIENT does not change it.
  InetAddress connected() {
    return connected;
  }

  Peer peer() {
    return peer;
  }

  Optional<TlsFacts> tls() {
    return tls;
  }

  /// What a login can be bound to.
  ChannelBindings bindings() {
    return tls.map(TlsFacts::bindings).orElse(ChannelBindings.NONE);
  }

  /// The certificate whose key the client has.
  Optional<String> certificate() {
    return tls.flatMap(TlsFacts::clientCertificate);
  }

  /// What the client calls itself; null before EHLO and HELO.
  @Nullable String helo() {
    return helo;
  }

  boolean greeted() {
    return helo != null;
  }

  boolean extended() {
    return extended;
  }

  /// A load balancer said who really connects; what the balancer may do is not for that client.
  void proxied(Peer real) {
    peer = real;
    connected = real.address();
  }

  /// EHLO or HELO.
  void named(String domain, boolean withExtensions) {
    helo = heloOverride.orElse(domain);
    extended = withExtensions;
  }

  /// A trusted host speaks for this client from now on; it has to greet again.
  void replaced(XclientRequest request) {
    peer = request.peer();
    heloOverride = request.helo();
    forgetGreeting();
  }

  /// RFC 3207 §4.2: what was said in the clear is forgotten.
  void secured(TlsFacts facts) {
    tls = Optional.of(facts);
    forgetGreeting();
  }

  private void forgetGreeting() {
    helo = null;
    extended = false;
  }
}
