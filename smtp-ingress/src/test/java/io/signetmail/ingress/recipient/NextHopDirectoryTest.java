package io.signetmail.ingress.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.client.ClientSettings;
import io.signetmail.smtp.client.Protocol;
import io.signetmail.smtp.client.SmtpClient;
import io.signetmail.smtp.client.SmtpEndpoint;
import io.signetmail.smtp.client.SmtpTimeouts;
import io.signetmail.smtp.client.TlsMode;
import io.signetmail.testkit.MailboxSink;
import io.signetmail.testkit.Ports;
import io.signetmail.testkit.SinkRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextHopDirectoryTest {
  private static final Mailbox USER = Mailbox.of("user@example.com");

  private final MailboxSink hop = MailboxSink.start();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-03T04:05:06Z"));
  private final InstantSource clock = now::get;
  private final NextHopDirectory directory = at(hop.port());

  private NextHopDirectory at(int port) {
    var client =
        new SmtpClient(ClientSettings.of("mx.test", SmtpTimeouts.all(Duration.ofSeconds(5))));
    var endpoint = new SmtpEndpoint("127.0.0.1", port, TlsMode.OPPORTUNISTIC, Protocol.SMTP);
    return new NextHopDirectory(client, endpoint, 2, Duration.ofSeconds(5), clock);
  }

  @AfterEach
  void close() {
    directory.close();
    hop.close();
  }

  @Test
  void whomTheNextHopTakesIsKnownAndNoMailIsSent() {
    for (int i = 0; i < 5; i++) {
      assertThat(directory.look(USER)).isInstanceOf(Presence.Known.class);
    }
    assertThat(hop.mails()).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          550 5.1.1 no such user        | unknown
          550 no such user              | unknown
          553 5.1.3 bad address         | unknown
          552 5.2.2 mailbox full        | unknown
          450 4.2.1 greylisted          | unreachable
          451 4.3.0 later               | unreachable
          554 5.7.1 relay access denied | unreachable
          550 5.7.1 you are on a list   | unreachable
          554 no                        | unreachable
          """)
  void onlyAnAnswerAboutTheMailboxMakesItUnknown(String reply, String presence) {
    hop.rule(SinkRule.refuseRecipient("user@example.com", reply));
    assertThat(directory.look(USER).label()).isEqualTo(presence);
    assertThat(directory.look(Mailbox.of("other@example.com")).label()).isEqualTo("known");
  }

  @Test
  void aConnectionThatWasClosedMeanwhileIsReplaced() {
    assertThat(directory.look(USER)).isInstanceOf(Presence.Known.class);
    hop.rule(SinkRule.once(SinkRule.Stage.MAIL, new SinkRule.Action.Drop()));
    assertThat(directory.look(USER)).isInstanceOf(Presence.Known.class);
  }

  @Test
  void anIdleConnectionIsNotKeptForEver() {
    assertThat(directory.look(USER)).isInstanceOf(Presence.Known.class);
    now.updateAndGet(t -> t.plusSeconds(60));
    hop.rule(SinkRule.refuseRecipient("user@example.com", "550 5.1.1 gone"));
    assertThat(directory.look(USER)).isInstanceOf(Presence.Unknown.class);
  }

  @Test
  void withoutANextHopNobodyCanSay() {
    try (var nowhere = at(Ports.free(1).getFirst())) {
      assertThat(nowhere.look(USER)).isInstanceOf(Presence.Unreachable.class);
      assertThat(nowhere.look(USER))
          .as("and for a moment nobody tries")
          .isInstanceOfSatisfying(
              Presence.Unreachable.class, u -> assertThat(u.reason()).contains("a moment ago"));
    }
  }

  @Test
  void aNextHopThatRefusesUsAltogetherIsNoAnswerAboutAnybody() {
    hop.rule(
        SinkRule.always(SinkRule.Stage.MAIL, new SinkRule.Action.Reply("550 5.7.1 not from you")));
    assertThat(directory.look(USER)).isInstanceOf(Presence.Unreachable.class);
  }

  @Test
  void whatTheNextHopOffersIsLearntWhenItIsMet() {
    assertThat(directory.offers()).isEqualTo(HopOffers.ALL);
    directory.meet();
    var offered = hopKeywords();
    assertThat(directory.offers())
        .isEqualTo(new HopOffers(offered.contains("8BITMIME"), offered.contains("SMTPUTF8")));
  }

  private String hopKeywords() {
    try (var client = new Socket(InetAddress.ofLiteral("127.0.0.1"), hop.port())) {
      client.getOutputStream().write("EHLO c.test\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
