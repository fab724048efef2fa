package io.signetmail.ingress;

import io.signetmail.ingress.limit.Admission;
import io.signetmail.ingress.limit.NetworkRate;
import io.signetmail.ingress.limit.OwnGateways;
import io.signetmail.ingress.server.Door;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.SessionPorts;
import io.signetmail.ingress.session.SessionRules;
import io.signetmail.smtp.Pace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The listeners that the settings describe.
record IngressDoors(IngressSettings settings, boolean hasCertificate) {
  /// A message in pieces, then whole; edited, and Kafka's own copy of that.
  private static final int MX_COPIES = 3;

  /// A message in pieces, then whole with its trace field, and Kafka's copy.
  private static final int SUBMISSION_COPIES = 2;

  private static final Duration WRITE_TIME = Duration.ofSeconds(60);

  List<Door> with(SessionPorts mx, SessionPorts submission) {
    var doors = new ArrayList<Door>();
    add(doors, ListenerKind.MX, settings.mx().port(), mx);
    add(doors, ListenerKind.SUBMISSION, settings.submission().port(), submission);
    if (hasCertificate) {
      add(doors, ListenerKind.SUBMISSIONS, settings.submissions().port(), submission);
    }
    return List.copyOf(doors);
  }

  private void add(List<Door> doors, ListenerKind kind, int port, SessionPorts ports) {
    if (port < 0) {
      return;
    }
    var smtp = settings.smtp();
    doors.add(
        new Door(
            smtp.listenAddress().orElse(""),
            port,
            kind == ListenerKind.SUBMISSIONS,
            admission(),
            kind == ListenerKind.MX ? gateways() : OwnGateways.NONE,
            new Door.Times(
                smtp.idleTimeout(),
                smtp.dataTimeout(),
                Pace.perSecond(smtp.minDataRate()),
                smtp.lifetime(),
                WRITE_TIME),
            rules(kind),
            ports));
  }

  private Admission admission() {
    var smtp = settings.smtp();
    var unlimited = Ranges.of("signet.smtp.unlimited-from", smtp.unlimitedFrom());
    return new Admission(
        smtp.maxConnections(),
        smtp.maxConnectionsPerAddress(),
        new NetworkRate(smtp.maxNewConnectionsPerMinute(), unlimited, InstantSource.system()),
        unlimited);
  }

  private OwnGateways gateways() {
    var direct =
        Ranges.of("signet.smtp.direct-from", settings.smtp().directFrom().orElse(List.of()));
    return OwnGateways.ofThisHost().except(direct);
  }

  private SessionRules rules(ListenerKind kind) {
    var smtp = settings.smtp();
    return new SessionRules(
        kind,
        settings.hostname(),
        hasCertificate,
        settings.maxMessageBytes(),
        settings.maxRecipients(),
        smtp.maxErrors(),
        smtp.maxIdleCommands(),
        smtp.maxFailedLogins(),
        smtp.memoryWait(),
        kind.submits() ? SUBMISSION_COPIES : MX_COPIES);
  }
}
