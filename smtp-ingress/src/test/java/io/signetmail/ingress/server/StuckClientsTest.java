package io.signetmail.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.limit.MessageRoom;
import io.signetmail.ingress.limit.NetworkRate;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.SessionRules;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.ingress.session.TrustedClients;
import io.signetmail.smtp.AddressRange;
import io.signetmail.smtp.Pace;
import io.signetmail.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that stop reading, or send as slowly as they can: they cost little, and nobody else
/// anything.
@SuppressWarnings("NullAway.Init") // each test starts its server
class StuckClientsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LARGEST = 26_214_400;

  private final Sessions sessions = new Sessions();
  private SmtpServer server;

  @AfterEach
  void close() {
    server.close();
  }

  private static SessionRules rules(ListenerKind kind) {
    return new SessionRules(
        kind, "mx.test", true, LARGEST, 3, 6, Integer.MAX_VALUE, 2, Duration.ZERO, 3);
  }

  private Door door(ListenerKind kind, Door.Times times) {
    var usual =
        Doors.door(kind, sessions.ports(), Doors.admission(50, 50, NetworkRate.unlimited()), times);
    return new Door(
        usual.host(),
        0,
        usual.implicitTls(),
        usual.admission(),
        usual.gateways(),
        times,
        rules(kind),
        usual.ports());
  }

  private static SSLSocket tls(int port, TestCertificate certificate, Socket plain)
      throws IOException {
    var tls =
        (SSLSocket)
            certificate.trust().getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
    tls.startHandshake();
    return tls;
  }

  /// Two of them, so that the first must not hold up the one who ends the second.
  @Test
  void tlsClientsThatNeverReadAreCutOff(@TempDir Path folder) throws Exception {
    var certificate = TestCertificate.in(folder);
    var times = new Door.Times(LONG, LONG, Pace.ANY, LONG, SHORT);
    server =
        SmtpServer.start(
            door(ListenerKind.SUBMISSIONS, times),
            new PemFiles(certificate.certificate(), certificate.key()));
    var question =
        ("EHLO " + "x".repeat(250) + "\r\n").repeat(20).getBytes(StandardCharsets.US_ASCII);
    var clients = new ArrayList<Thread>();
    try (var one = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port());
        var other = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
      for (var plain : List.of(one, other)) {
        var tls = tls(server.port(), certificate, plain);
        clients.add(Thread.ofVirtual().start(() -> flood(tls, question)));
      }
      Await.until(PATIENCE, "both are cut off", () -> server.connections() == 0);
    }
    for (var client : clients) {
      client.join();
    }
    assertThat(sessions.limits).contains(Limit.UNREAD_REPLIES);
  }

  private static void flood(SSLSocket tls, byte[] question) {
    try {
      while (true) {
        tls.getOutputStream().write(question);
      }
    } catch (IOException _) {
      // cut off, as it should be
    }
  }

  @Test
  void aTlsRecordThatTricklesInIsBoundByTheDeadlineOfTheCommand(@TempDir Path folder)
      throws Exception {
    var certificate = TestCertificate.in(folder);
    var times = new Door.Times(SHORT, LONG, Pace.ANY, LONG, LONG);
    server =
        SmtpServer.start(
            door(ListenerKind.SUBMISSIONS, times),
            new PemFiles(certificate.certificate(), certificate.key()));
    try (var plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
      var tls = tls(server.port(), certificate, plain);
      assertThat(tls.getInputStream().read()).isEqualTo('2');
      plain.getOutputStream().write(new byte[] {0x17, 3, 3, 0x3F, 0}); // 16,128 octets to follow
      Await.until(
          PATIENCE,
          "it is cut off",
          () -> {
            trickle(plain);
            return server.connections() == 0;
          });
    }
    assertThat(sessions.limits).containsExactly(Limit.IDLE_TIME);
  }

  private static void trickle(Socket plain) {
    try {
      plain.getOutputStream().write(0);
    } catch (IOException _) {
      // cut off, as it should be
    }
  }

  @Test
  void aMessageHasToKeepAPace() throws Exception {
    var pace = new Pace(1000, SHORT);
    server =
        SmtpServer.start(
            door(ListenerKind.MX, new Door.Times(LONG, LONG, pace, LONG, LONG)),
            TlsContexts.none());
    try (var client = new RawClient(server.port())) {
      assertThat(client.reply()).startsWith("220");
      announce(client);
      assertThat(client.ask("DATA")).startsWith("354");
      // Fast at first does not help: each time span counts.
      client.send("x: " + "y".repeat(900) + "\r\n" + "x: " + "y".repeat(900) + "\r\n");
      assertThat(client.reply()).startsWith("421 4.4.2 timeout");
    }
    Await.until(PATIENCE, "its room is given back", () -> sessions.room.held() == 0);
    assertThat(sessions.limits).containsExactly(Limit.IDLE_TIME);
  }

  private static void announce(RawClient client) throws IOException {
    assertThat(client.ask("EHLO c.test")).startsWith("250");
    assertThat(client.ask("MAIL FROM:<> SIZE=" + LARGEST)).startsWith("250");
    assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("250");
  }

  private RawClient from(String address) throws IOException {
    var client = new RawClient(server.port());
    client.send("PROXY TCP4 " + address + " 198.51.100.1 4711 25\r\n");
    assertThat(client.reply()).startsWith("220");
    return client;
  }

  /// What is only announced takes no room, and what one network sends no more than its share.
  @Test
  void twentyIdleGiantsOfOneNetworkDoNotStopAnother() throws Exception {
    sessions.trusted =
        new TrustedClients(List.of(AddressRange.of("127.0.0.0/8")), List.of(), List.of());
    sessions.room = new MessageRoom(8 << 20, 2 << 20, List.of());
    var times = new Door.Times(LONG, LONG, Pace.ANY, LONG, LONG);
    server = SmtpServer.start(door(ListenerKind.MX, times), TlsContexts.none());
    var giants = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 20; i++) {
        var giant = from("203.0.113.9");
        giants.add(giant);
        announce(giant);
        assertThat(giant.ask("DATA")).startsWith("354");
      }
      assertThat(sessions.room.held()).isLessThan(2 << 20);
      // One of them goes on for more than the share of its network.
      var line = "x".repeat(900) + "\r\n";
      giants.getFirst().send("From: a@b.test\r\n\r\n" + line.repeat(2000) + ".\r\n");
      assertThat(giants.getFirst().reply()).startsWith("452 4.3.1");
      assertThat(sessions.limits).containsExactly(Limit.BYTES_PER_NETWORK);
      try (var other = from("203.0.113.10")) {
        announce(other);
        assertThat(other.ask("DATA")).startsWith("354");
        other.send("From: a@b.test\r\n\r\n" + line.repeat(300) + ".\r\n");
        assertThat(other.reply()).startsWith("250 2.0.0");
      }
    } finally {
      for (var giant : giants) {
        giant.close();
      }
    }
    Await.until(PATIENCE, "all room is given back", () -> sessions.room.held() == 0);
  }
}
