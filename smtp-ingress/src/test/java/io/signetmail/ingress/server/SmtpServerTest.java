package io.signetmail.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.ingress.limit.NetworkRate;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.ingress.session.TrustedClients;
import io.signetmail.smtp.AddressRange;
import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.ReversePath;
import io.signetmail.smtp.client.ClientSettings;
import io.signetmail.smtp.client.Credentials;
import io.signetmail.smtp.client.Outcome;
import io.signetmail.smtp.client.OutgoingMail;
import io.signetmail.smtp.client.Protocol;
import io.signetmail.smtp.client.Recipient;
import io.signetmail.smtp.client.SmtpClient;
import io.signetmail.smtp.client.SmtpEndpoint;
import io.signetmail.smtp.client.SmtpTimeouts;
import io.signetmail.smtp.client.TlsMode;
import io.signetmail.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmtpServerTest {
  private static TestCertificate certificate;

  private final Sessions sessions = new Sessions();
  private final Deque<SmtpServer> servers = new ArrayDeque<>();

  @BeforeAll
  static void certificate(@TempDir Path folder) {
    certificate = TestCertificate.in(folder);
  }

  @AfterEach
  void close() {
    servers.forEach(SmtpServer::close);
  }

  private int start(ListenerKind kind, Duration idle, int connections, int perAddress)
      throws IOException {
    var door =
        Doors.door(
            kind,
            sessions.ports(),
            Doors.admission(connections, perAddress, NetworkRate.unlimited()),
            Doors.times(idle, Duration.ofMinutes(1)));
    var files = new PemFiles(certificate.certificate(), certificate.key());
    servers.addFirst(SmtpServer.start(door, files));
    return servers.getFirst().port();
  }

  private int start(ListenerKind kind) throws IOException {
    return start(kind, Duration.ofSeconds(20), 50, 50);
  }

  @Test
  void pipelinedMailIsAnsweredInOrder() throws IOException {
    try (var client = new RawClient(start(ListenerKind.MX))) {
      assertThat(client.reply()).startsWith("220 mx.test ESMTP");
      client.send(
          "EHLO c.test\r\nMAIL FROM:<a@sender.test>\r\nRCPT TO:<b@example.com>\r\nRCPT TO:<c@other.test>\r\nDATA\r\n");
      assertThat(client.reply()).startsWith("250 mx.test greets c.test PIPELINING");
      assertThat(client.reply()).startsWith("250 2.1.0");
      assertThat(client.reply()).startsWith("250 2.1.5");
      assertThat(client.reply()).startsWith("550 5.7.1");
      assertThat(client.reply()).startsWith("354");
      client.send("From: a@sender.test\r\n\r\n..\r\n.\r\nQUIT\r\n");
      assertThat(client.reply()).startsWith("250 2.0.0 ID");
      assertThat(client.reply()).startsWith("221");
      assertThat(client.reply()).isEmpty();
    }
    assertThat(sessions.contents).containsExactly("From: a@sender.test\r\n\r\n.\r\n");
  }

  @Test
  void bareLineEndsAreRefusedAndTheConnectionSurvives() throws IOException {
    try (var client = new RawClient(start(ListenerKind.MX))) {
      client.reply();
      assertThat(client.send("NOOP\n").reply()).startsWith("500 5.5.2 bare LF");
      assertThat(client.send("NOOP\rNOOP\r\n").reply()).startsWith("500 5.5.2 bare CR");
      assertThat(client.ask("X".repeat(9000))).startsWith("500 5.5.6");
      assertThat(client.ask("EHLO c.test")).startsWith("250");
      assertThat(client.ask("MAIL FROM:<a@sender.test>")).startsWith("250");
      assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("250");
      assertThat(client.ask("DATA")).startsWith("354");
      client.send("From: a@sender.test\r\n\r\nx\n.\nMAIL FROM:<smuggled@sender.test>\r\n.\r\n");
      assertThat(client.reply()).startsWith("550 5.5.2 message holds a bare LF in line 3");
      assertThat(client.ask("NOOP")).startsWith("250");
    }
    assertThat(sessions.contents).isEmpty();
  }

  @Test
  void plainTextAfterStarttlsClosesTheConnection() throws IOException {
    try (var client = new RawClient(start(ListenerKind.SUBMISSION))) {
      client.reply();
      client.ask("EHLO c.test");
      client.send("STARTTLS\r\nEHLO injected.test\r\n");
      assertThat(client.reply()).isEmpty();
    }
  }

  @Test
  void submissionWorksOverStarttlsAndImplicitTls() throws IOException {
    for (var kind : List.of(ListenerKind.SUBMISSION, ListenerKind.SUBMISSIONS)) {
      int port = start(kind);
      var settings =
          ClientSettings.of("client.test", SmtpTimeouts.all(Duration.ofSeconds(20)))
              .withTrust(certificate.trust())
              .withCredentials(new Credentials("u", "p"));
      var tls = kind == ListenerKind.SUBMISSION ? TlsMode.REQUIRED : TlsMode.IMPLICIT;
      var endpoint = new SmtpEndpoint("127.0.0.1", port, tls, Protocol.SMTP);
      try (var session = new SmtpClient(settings).connect(endpoint)) {
        assertThat(session.secured()).isTrue();
        var mail =
            OutgoingMail.of(
                ReversePath.of(Mailbox.of("a@shop.example")),
                List.of(
                    Recipient.of(Mailbox.of("b@example.com")),
                    Recipient.of(Mailbox.of("c@refused.test"))),
                "From: a@shop.example\r\n".getBytes(StandardCharsets.US_ASCII),
                "\r\n.dot\r\n".getBytes(StandardCharsets.US_ASCII));
        var outcomes = session.send(mail).outcomes();
        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Accepted.class);
        assertThat(outcomes.getLast()).isInstanceOf(Outcome.Rejected.class);
        assertThat(session.send(mail).outcomes().getFirst()).isInstanceOf(Outcome.Accepted.class);
      }
    }
    assertThat(sessions.contents)
        .hasSize(4)
        .allMatch("From: a@shop.example\r\n\r\n.dot\r\n"::equals);
    assertThat(sessions.mails.getFirst().client().tls().orElseThrow().protocol())
        .isEqualTo("TLSv1.3");
  }

  @Test
  void chunksAreOneMessage() throws IOException {
    try (var client = new RawClient(start(ListenerKind.MX))) {
      client.reply();
      client.ask("EHLO c.test");
      client.ask("MAIL FROM:<a@sender.test>");
      assertThat(client.send("BDAT 5\r\nhello").reply()).startsWith("554 5.5.1");
      client.ask("MAIL FROM:<a@sender.test>");
      client.ask("RCPT TO:<b@example.com>");
      assertThat(client.send("BDAT 9\r\nFrom: a@s").reply()).startsWith("250");
      assertThat(client.ask("DATA")).startsWith("503");
      assertThat(client.send("BDAT 13 LAST\r\nender.test\r\n.").reply()).startsWith("550 5.5.2");
      client.ask("MAIL FROM:<a@sender.test>");
      client.ask("RCPT TO:<b@example.com>");
      assertThat(client.send("BDAT 9\r\nFrom: a@sBDAT 15 LAST\r\nender.test\r\n.\r\n").reply())
          .startsWith("250 2.0.0 ok");
      assertThat(client.reply()).startsWith("250 2.0.0 ID");
      assertThat(client.ask("BDAT 99999999999 LAST")).startsWith("552");
    }
    assertThat(sessions.contents).containsExactly("From: a@sender.test\r\n.\r\n");
  }

  @Test
  void aSilentClientIsSentAway() throws IOException {
    try (var client = new RawClient(start(ListenerKind.MX, Duration.ofMillis(300), 50, 50))) {
      client.reply();
      // Octets that trickle in do not extend the deadline.
      assertThat(client.send("NO").reply()).startsWith("421 4.4.2");
    }
  }

  @Test
  void connectionsAreBoundedInAllAndPerAddress() throws IOException {
    int port = start(ListenerKind.MX, Duration.ofSeconds(20), 50, 2);
    try (var first = new RawClient(port);
        var second = new RawClient(port);
        var third = new RawClient(port)) {
      assertThat(first.reply()).startsWith("220");
      assertThat(second.reply()).startsWith("220");
      assertThat(third.reply()).startsWith("421 4.7.0");
    }
    Await.until(
        Duration.ofSeconds(10),
        "places are given back",
        () -> servers.getFirst().connections() == 0);
    try (var again = new RawClient(port)) {
      assertThat(again.reply()).startsWith("220");
    }
  }

  @Test
  void drainingFinishesTheMessageAndSends421ToTheRest() throws Exception {
    var delivering = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    sessions.onDeliver =
        () -> {
          delivering.countDown();
          goOn.await();
        };
    int port = start(ListenerKind.MX);
    try (var idle = new RawClient(port);
        var busy = new RawClient(port)) {
      idle.reply();
      busy.reply();
      busy.send(
          "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nFrom: a@b.test\r\n\r\n.\r\n");
      for (int i = 0; i < 4; i++) {
        busy.reply();
      }
      delivering.await();
      var draining =
          Thread.ofVirtual().start(() -> servers.getFirst().drain(Duration.ofSeconds(20)));
      assertThat(idle.reply()).startsWith("421 4.3.2");
      assertThat(servers.getFirst().accepting()).isFalse();
      goOn.countDown();
      assertThat(busy.reply()).startsWith("250 2.0.0 ID");
      assertThat(busy.reply()).startsWith("421 4.3.2");
      assertThat(draining.join(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void manyLargeMessagesAtOnceAreTakenOrTurnedAwayNeverMore() throws Exception {
    sessions.room = Sessions.room(20_000);
    int port = start(ListenerKind.MX);
    var content = "From: a@b.test\r\n\r\n" + "x".repeat(90).concat("\r\n").repeat(20);
    var threads = new java.util.ArrayList<Thread>();
    var replies = new java.util.concurrent.ConcurrentLinkedQueue<String>();
    for (int i = 0; i < 20; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try (var client = new RawClient(port)) {
                  client.reply();
                  client.ask("EHLO c.test");
                  client.ask("MAIL FROM:<> SIZE=1900");
                  client.ask("RCPT TO:<b@example.com>");
                  var data = client.ask("DATA");
                  replies.add(
                      data.startsWith("354") ? client.send(content + ".\r\n").reply() : data);
                } catch (IOException e) {
                  replies.add(e.toString());
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(replies).hasSize(20).allMatch(r -> r.startsWith("250") || r.startsWith("452 4.3.1"));
    Await.until(Duration.ofSeconds(10), "all memory is back", () -> sessions.room.held() == 0);
  }

  @Test
  void garbageNeverHurtsAnybodyElse() throws IOException {
    int port = start(ListenerKind.MX);
    var random = new Random(42);
    var alphabet = "MAILFROMRCPTDATABDAT<>@:. \r\n\0\u00ff01".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 60; i++) {
      try (var client = new RawClient(port)) {
        var octets = new byte[random.nextInt(3000)];
        random.nextBytes(octets);
        if (i % 2 == 0) {
          for (int j = 0; j < octets.length; j++) {
            octets[j] = alphabet[(octets[j] & 0xFF) % alphabet.length];
          }
        }
        client.send(octets);
      } catch (IOException _) {
        // Being hung up on is fine.
      }
    }
    try (var client = new RawClient(port)) {
      assertThat(client.reply()).startsWith("220");
      assertThat(client.ask("NOOP")).startsWith("250");
    }
    Await.until(
        Duration.ofSeconds(30),
        "garbage connections end",
        () -> servers.getFirst().connections() <= 1);
  }

  @Test
  void aLoadBalancerSaysWhoConnectsEvenBeforeTls() throws IOException {
    sessions.trusted =
        new TrustedClients(List.of(AddressRange.of("127.0.0.0/8")), List.of(), List.of());
    int mx = start(ListenerKind.MX);
    try (var client = new RawClient(mx)) {
      client.send("PROXY TCP4 203.0.113.9 198.51.100.1 4711 25\r\nEHLO c.test\r\n");
      assertThat(client.reply()).startsWith("220");
      assertThat(client.reply()).startsWith("250");
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<b@example.com>");
      client.ask("DATA");
      assertThat(client.send("From: a@b.test\r\n\r\n.\r\n").reply()).startsWith("250");
    }
    assertThat(sessions.mails.getFirst().client().peer()).hasToString("203.0.113.9:4711");
    try (var client = new RawClient(mx)) {
      assertThat(client.send("EHLO c.test\r\n").reply()).as("no header, no service").isEmpty();
    }
    try (var client = new RawClient(start(ListenerKind.SUBMISSIONS))) {
      client.send("PROXY TCP4 203.0.113.9 198.51.100.1 4711 465\r\n");
      client.startTls(certificate.trust());
      assertThat(client.reply()).startsWith("220");
    }
  }

  @Test
  void tlsGarbageEndsTheConnectionOnly() throws IOException {
    int port = start(ListenerKind.SUBMISSIONS);
    try (var client = new RawClient(port)) {
      client.send("EHLO c.test\r\n");
      assertThat(client.reply()).doesNotContain("220");
    }
    try (var client = RawClient.tls(port, certificate.trust())) {
      assertThat(client.reply()).startsWith("220");
    }
  }

  @Test
  void aMessageOverTheLimitIsReadAndRefused() throws IOException {
    try (var client = new RawClient(start(ListenerKind.MX))) {
      client.reply();
      client.ask("EHLO c.test");
      client.ask("MAIL FROM:<>");
      client.ask("RCPT TO:<b@example.com>");
      client.ask("DATA");
      client.send("x".repeat(70).concat("\r\n").repeat(40) + ".\r\n");
      assertThat(client.reply()).isEqualTo(Replies.tooBig(2000).toString());
      assertThat(client.ask("NOOP")).startsWith("250");
    }
  }
}
