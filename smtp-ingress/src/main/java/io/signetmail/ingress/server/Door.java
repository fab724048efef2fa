package io.signetmail.ingress.server;

import io.signetmail.ingress.limit.Admission;
import io.signetmail.ingress.limit.OwnGateways;
import io.signetmail.ingress.session.SessionPorts;
import io.signetmail.ingress.session.SessionRules;
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
  /// @param lifetime of a connection; what is in progress then is finished
  public record Times(Duration idle, Duration data, Duration lifetime) {}

  String label() {
    return rules.kind().label();
  }
}
