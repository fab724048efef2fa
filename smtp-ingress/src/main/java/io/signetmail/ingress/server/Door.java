package io.signetmail.ingress.server;

import io.signetmail.ingress.limit.Admission;
import io.signetmail.ingress.limit.OwnGateways;
import io.signetmail.ingress.session.SessionPorts;
import io.signetmail.ingress.session.SessionRules;
import io.signetmail.smtp.Pace;
import java.time.Duration;

/// One listener: where it listens, whom it lets in, what it offers, whom it asks.
///
/// @param port 0 lets the system choose
/// @param gateways addresses nobody can really have; empty where that does not matter
/// @param times deadlines of a connection
public record Door(
    String host,
    int port,
    boolean implicitTls,
    Admission admission,
    OwnGateways gateways,
    Times times,
    SessionRules rules,
    SessionPorts ports) {

  /// @param idle for a command, RFC 5321 §4.5.3.2.7
  /// @param data for a whole message
  /// @param pace how fast a message has to come
  /// @param lifetime of a connection; what is in progress then is finished
  /// @param write for a reply; one a client does not read for so long is not going to be read
  public record Times(Duration idle, Duration data, Pace pace, Duration lifetime, Duration write) {}

  String label() {
    return rules.kind().label();
  }
}
