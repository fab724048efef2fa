package io.signetmail.ingress.server;

import io.signetmail.ingress.limit.Admission;
import io.signetmail.ingress.limit.NetworkRate;
import io.signetmail.ingress.limit.OwnGateways;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.SessionPorts;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.smtp.Pace;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Doors for tests, on a port the system chooses.
final class Doors {
  private Doors() {}

  static Admission admission(int connections, int perNetwork, NetworkRate rate) {
    return new Admission(connections, perNetwork, rate, List.of());
  }

  static Door.Times times(Duration idle, Duration lifetime) {
    return new Door.Times(idle, Duration.ofSeconds(20), Pace.ANY, lifetime, Duration.ofMinutes(1));
  }

  static Door open(ListenerKind kind, SessionPorts ports) {
    return door(
        kind,
        ports,
        admission(50, 50, NetworkRate.unlimited()),
        times(Duration.ofSeconds(20), Duration.ofMinutes(1)));
  }

  static Door door(ListenerKind kind, SessionPorts ports, Admission admission, Door.Times times) {
    return new Door(
        "127.0.0.1",
        0,
        kind == ListenerKind.SUBMISSIONS,
        admission,
        OwnGateways.NONE,
        times,
        Sessions.rules(kind, true),
        ports);
  }

  static Door behindGateway(SessionPorts ports, String gateway) {
    var door = open(ListenerKind.MX, ports);
    return new Door(
        door.host(),
        0,
        false,
        door.admission(),
        new OwnGateways(Set.of(InetAddress.ofLiteral(gateway))),
        door.times(),
        door.rules(),
        ports);
  }
}
