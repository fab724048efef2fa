package io.signetmail.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.limit.NetworkRate;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.ingress.session.TrustedClients;
import io.signetmail.smtp.AddressRange;
import io.signetmail.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits of connections, each with its reply and its count.
class ServerLimitsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Sessions sessions = new Sessions();
  private final Deque<SmtpServer> servers = new ArrayDeque<>();

  @AfterEach
  void close() {
    servers.forEach(SmtpServer::close);
  }

  private int start(Door door) throws IOException {
    servers.addFirst(SmtpServer.start(door, TlsContexts.none()));
    return servers.getFirst().port();
  }

  private static NetworkRate rate(int perMinute) {
    return new NetworkRate(perMinute, List.of(), InstantSource.fixed(Sessions.NOW));
  }

  @Test
  void connectionsInAll() throws IOException {
    var admission = Doors.admission(1, 50, NetworkRate.unlimited());
    int port =
        start(Doors.door(ListenerKind.MX, sessions.ports(), admission, Doors.times(LONG, LONG)));
    try (var first = new RawClient(port);
        var second = new RawClient(port)) {
      assertThat(first.reply()).startsWith("220");
      assertThat(second.reply()).startsWith("421 4.7.0 too many connections");
    }
    assertThat(sessions.limits).containsExactly(Limit.CONNECTIONS);
    Await.until(
        Duration.ofSeconds(10),
        "places are given back",
        () -> servers.getFirst().connections() == 0);
    try (var again = new RawClient(port)) {
      assertThat(again.reply()).startsWith("220");
    }
  }

  @Test
  void newConnectionsOfOneNetworkInAMinute() throws IOException {
    var door =
        Doors.door(
            ListenerKind.MX,
            sessions.ports(),
            Doors.admission(50, 50, rate(2)),
            Doors.times(LONG, LONG));
    int port = start(door);
    for (int i = 0; i < 2; i++) {
      try (var client = new RawClient(port)) {
        assertThat(client.reply()).startsWith("220");
      }
    }
    try (var client = new RawClient(port)) {
      assertThat(client.reply()).startsWith("421 4.7.0");
    }
    assertThat(sessions.limits).containsExactly(Limit.NEW_CONNECTIONS_PER_NETWORK);
  }

  @Test
  void behindALoadBalancerTheRealClientIsCounted() throws IOException {
    sessions.trusted =
        new TrustedClients(List.of(AddressRange.of("127.0.0.0/8")), List.of(), List.of());
    var door =
        Doors.door(
            ListenerKind.MX,
            sessions.ports(),
            Doors.admission(50, 1, NetworkRate.unlimited()),
            Doors.times(LONG, LONG));
    int port = start(door);
    try (var first = new RawClient(port);
        var other = new RawClient(port);
        var same = new RawClient(port)) {
      first.send("PROXY TCP4 203.0.113.9 198.51.100.1 4711 25\r\n");
      assertThat(first.reply()).startsWith("220");
      other.send("PROXY TCP4 203.0.113.10 198.51.100.1 4711 25\r\n");
      assertThat(other.reply()).startsWith("220");
      same.send("PROXY TCP4 203.0.113.9 198.51.100.1 4712 25\r\n");
      assertThat(same.reply()).startsWith("421 4.7.0");
    }
    assertThat(sessions.limits).containsExactly(Limit.CONNECTIONS_PER_NETWORK);
  }

  @Test
  void aConnectionThatLastsTooLongIsEndedBetweenCommands() throws IOException {
    var door =
        Doors.door(
            ListenerKind.MX,
            sessions.ports(),
            Doors.admission(50, 50, NetworkRate.unlimited()),
            Doors.times(LONG, Duration.ofMillis(200)));
    try (var client = new RawClient(start(door))) {
      assertThat(client.reply()).startsWith("220");
      assertThat(client.reply()).startsWith("421 4.4.2 connection lasted too long");
      assertThat(client.reply()).isEmpty();
    }
    assertThat(sessions.limits).containsExactly(Limit.TOTAL_TIME);
  }

  @Test
  void silenceIsCounted() throws IOException {
    var door =
        Doors.door(
            ListenerKind.MX,
            sessions.ports(),
            Doors.admission(50, 50, NetworkRate.unlimited()),
            Doors.times(Duration.ofMillis(200), LONG));
    try (var client = new RawClient(start(door))) {
      assertThat(client.reply()).startsWith("220");
      assertThat(client.send("EHLO c").reply()).startsWith("421 4.4.2 timeout");
    }
    assertThat(sessions.limits).containsExactly(Limit.IDLE_TIME);
  }

  @Test
  void nobodyHasTheAddressOfOurOwnGateway() throws IOException {
    try (var client = new RawClient(start(Doors.behindGateway(sessions.ports(), "127.0.0.1")))) {
      assertThat(client.reply()).startsWith("421 4.3.5 this server cannot see who connects");
      assertThat(client.reply()).isEmpty();
    }
    assertThat(sessions.limits).containsExactly(Limit.OWN_GATEWAY);
  }

  @Test
  void aGatewayThatSaysWhoConnectsIsFine() throws IOException {
    sessions.trusted =
        new TrustedClients(List.of(AddressRange.of("127.0.0.1")), List.of(), List.of());
    try (var client = new RawClient(start(Doors.behindGateway(sessions.ports(), "127.0.0.1")))) {
      client.send("PROXY TCP4 203.0.113.9 198.51.100.1 4711 25\r\n");
      assertThat(client.reply()).startsWith("220");
    }
    sessions.trusted =
        new TrustedClients(List.of(), List.of(AddressRange.of("127.0.0.1")), List.of());
    try (var client = new RawClient(start(Doors.behindGateway(sessions.ports(), "127.0.0.1")))) {
      assertThat(client.reply()).startsWith("220");
    }
  }

  /// A server with a certificate; the client's handshake stops after its first octets.
  @Test
  void aHandshakeThatTricklesDoesNotHoldAPlaceForLong(@TempDir Path folder) throws IOException {
    var certificate = TestCertificate.in(folder);
    var door = Doors.open(ListenerKind.SUBMISSIONS, sessions.ports());
    var files = new PemFiles(certificate.certificate(), certificate.key());
    servers.addFirst(SmtpServer.start(door, files));
    try (var client = new RawClient(servers.getFirst().port())) {
      client.send(new byte[] {0x16, 3, 1, (byte) 0xFF, (byte) 0xFF});
      for (int i = 0; i < 200; i++) {
        client.send(new byte[] {0});
      }
      assertThat(client.reply()).as("the end of the stream, or an alert").isNotNull();
    }
    Await.until(Duration.ofSeconds(10), "it is gone", () -> servers.getFirst().connections() == 0);
  }
}
