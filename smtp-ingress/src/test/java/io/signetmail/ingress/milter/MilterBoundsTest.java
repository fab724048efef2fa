package io.signetmail.ingress.milter;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.Verdict.Action;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.smtp.AddressRange;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.MilterTalk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MilterBoundsTest {
  private final Filters filters = new Filters();

  @BeforeEach
  void letEverythingPass() {
    filters.decide(Action.ACCEPT, null, MailEdit.NONE);
  }

  @AfterEach
  void stop() {
    filters.close();
  }

  private MilterTalk client() throws IOException {
    return new MilterTalk(filters.start()).negotiate().connect("client.test", "192.0.2.7");
  }

  private static MilterTalk envelope(MilterTalk talk) throws IOException {
    assertThat(talk.mail("<a@sender.test>").code()).isEqualTo('c');
    assertThat(talk.rcpt("<b@example.com>").code()).isEqualTo('c');
    return talk;
  }

  @Test
  void weSayWhatWeNeedAndWhatWeDoNotAnswer() throws IOException {
    try (var talk = new MilterTalk(filters.start())) {
      assertThat(talk.negotiate(6, 0x1FF, 0x1FFFFF)).containsExactly(6, 0x11, 0x1F3380);
    }
  }

  /// Older MTAs wait for an answer to everything.
  @Test
  void whatTheMtaWaitsForIsAnswered() throws IOException {
    try (var talk = new MilterTalk(filters.start())) {
      assertThat(talk.negotiate(6, 0x3F, 0x100000)).containsExactly(6, 0x11, 0x100000);
      talk.connect("client.test", "192.0.2.7");
      envelope(talk);
      talk.send('T', "");
      assertThat(talk.answer().code()).isEqualTo('c');
      assertThat(talk.message("From: a@sender.test\n\nx\n").getLast().code()).isEqualTo('c');
    }
  }

  @ParameterizedTest(name = "version {0}, actions {1}, steps {2}")
  @CsvSource({"2, 511, 1048576", "6, 511, 0", "6, 1, 1048576"})
  void anMtaThatCannotDoItIsLeft(int version, int actions, int steps) throws IOException {
    try (var talk = new MilterTalk(filters.start())) {
      var offer = java.nio.ByteBuffer.allocate(12).putInt(version).putInt(actions).putInt(steps);
      assertThat(talk.send('O', offer.array()).isClosed()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
          z ! ``
          L ! Subject|x|
          B ! body
          E ! ``
          R ! <b@example.com>|
          H ! unended
          O ! ``
          """)
  void anMtaThatBreaksTheProtocolIsLeft(char code, String data) throws IOException {
    try (var talk = client()) {
      assertThat(talk.send(code, data).isClosed()).isTrue();
    }
  }

  @Test
  void nothingIsHeardBeforeTheNegotiation() throws IOException {
    try (var talk = new MilterTalk(filters.start())) {
      assertThat(talk.send('M', "<a@sender.test>|").isClosed()).isTrue();
    }
  }

  @Test
  void aPacketOverTheBoundEndsTheConnection() throws IOException {
    try (var talk = client()) {
      envelope(talk);
      assertThat(talk.raw(new byte[] {0x7F, 0, 0, 0, 'B'}).isClosed()).isTrue();
    }
  }

  @Test
  void aMessageOverTheSizeIsRefusedAndNotHeld() throws IOException {
    try (var talk = client()) {
      envelope(talk);
      talk.send('L', "From| a@sender.test|").send('N', "");
      for (int i = 0; i < 10; i++) {
        talk.send('B', "0123456789abcdef\r\n".repeat(1000));
      }
      assertThat(talk.end().getLast().toString()).startsWith("y 552 5.3.4 ");
    }
    assertThat(filters.limits).containsExactly(Limit.MESSAGE_BYTES);
    assertThat(filters.asked).isEmpty();
    assertThat(filters.budget.held()).isZero();
  }

  @Test
  void overTheByteBudgetItIsDeferred() throws IOException {
    filters.budget = new BytesBudget(10_000);
    assertThat(filters.budget.tryAcquire(5_000)).isTrue();
    try (var talk = client()) {
      envelope(talk);
      var message = "From: a@sender.test\n\n" + "0123456789abcdef\n".repeat(200);
      assertThat(talk.message(message).getLast().toString()).startsWith("y 452 4.3.1 ");
    }
    assertThat(filters.limits).containsExactly(Limit.BYTES_IN_FLIGHT);
    assertThat(filters.budget.held()).isEqualTo(5_000);
  }

  @Test
  void whatAConnectionHeldIsGivenBackWhenItEnds() throws IOException {
    try (var talk = client()) {
      envelope(talk).send('B', "half a message\r\n");
      Await.until(Duration.ofSeconds(10), "it is held", () -> filters.budget.held() > 0);
    }
    Await.until(Duration.ofSeconds(10), "it is given back", () -> filters.budget.held() == 0);
    Await.until(
        Duration.ofSeconds(10), "the place is free", () -> filters.server().connections() == 0);
  }

  @Test
  void tooManyFieldsAreRefused() throws IOException {
    try (var talk = client()) {
      envelope(talk);
      for (int i = 0; i < 5_001; i++) {
        talk.send('L', "X||");
      }
      assertThat(talk.end().getLast().toString()).startsWith("y 552 5.3.4 the header section");
    }
  }

  @Test
  void recipientsAreBoundedAndAddressesHarmless() throws IOException {
    try (var talk = client()) {
      assertThat(talk.mail("<a\r\nb@sender.test>").toString()).startsWith("y 553 5.1.3");
      envelope(talk);
      assertThat(talk.rcpt("<b\u0007@example.com>").toString()).startsWith("y 553 5.1.3");
      assertThat(talk.rcpt("<>").toString()).startsWith("y 553 5.1.3");
      assertThat(talk.rcpt("<c@example.com>").code()).isEqualTo('c');
      assertThat(talk.rcpt("local").code()).isEqualTo('c');
      assertThat(talk.rcpt("<e@example.com>").toString()).startsWith("y 452 4.5.3");
    }
    assertThat(filters.limits).containsExactly(Limit.RECIPIENTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sub ject", "", "Sübject", "a\tb"})
  void namesOfFieldsAreNames(String name) throws IOException {
    try (var talk = client()) {
      envelope(talk).send('L', name + "|x|");
      assertThat(talk.end().getLast().toString()).startsWith("y 550 5.6.0 a header field has");
    }
  }

  @Test
  void lineEndsAreAsStrictAsInData() throws IOException {
    try (var talk = client()) {
      envelope(talk).send('L', "X| a\nFrom: forged|");
      assertThat(talk.end().getLast().toString()).startsWith("y 550 5.6.0 a header field holds");
      envelope(talk).send('L', "X| a\rb|");
      assertThat(talk.end().getLast().toString()).startsWith("y 550 5.5.2 message holds a bare CR");
      envelope(talk).send('B', "a\r").send('B', "\nb\n");
      assertThat(talk.end().getLast().toString()).startsWith("y 550 5.5.2 message holds a bare LF");
      envelope(talk).send('B', "a\0b\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(talk.end().getLast().toString()).startsWith("y 550 5.6.0 message holds a NUL");
      envelope(talk).send('B', "a\r").send('B', "\nb\r\n");
      assertThat(talk.end().getLast().toString()).isEqualTo("c ");
    }
  }

  @Test
  void strangersAreTurnedAway() throws IOException {
    filters.clients = List.of(AddressRange.of("192.0.2.0/24"));
    try (var talk = new MilterTalk(filters.start())) {
      assertThat(talk.isClosed()).isTrue();
    }
  }

  @Test
  void connectionsAreBounded() throws IOException {
    int port = filters.start();
    try (var first = new MilterTalk(port).negotiate();
        var second = new MilterTalk(port).negotiate();
        var third = new MilterTalk(port).negotiate()) {
      try (var fourth = new MilterTalk(port)) {
        assertThat(fourth.isClosed()).isTrue();
      }
      assertThat(first).isNotSameAs(second).isNotSameAs(third);
    }
    assertThat(filters.limits).containsExactly(Limit.CONNECTIONS);
  }

  @Test
  void aSilentMtaIsLeft() throws IOException {
    filters.idle = Duration.ofMillis(200);
    try (var talk = client()) {
      assertThat(talk.isClosed()).isTrue();
    }
    assertThat(filters.limits).containsExactly(Limit.IDLE_TIME);
  }

  @Test
  void drainingFinishesTheMessageInProgress() throws IOException {
    int port = filters.start();
    try (var idle = new MilterTalk(port).negotiate();
        var working = new MilterTalk(port).negotiate().connect("client.test", "192.0.2.7")) {
      envelope(working);
      var drain = Thread.ofVirtual().start(() -> filters.server().drain(Duration.ofSeconds(20)));
      assertThat(idle.isClosed()).isTrue();
      assertThat(working.message("From: a@sender.test\n\nx\n").getLast().code()).isEqualTo('c');
      assertThat(working.isClosed()).isTrue();
      Await.until(Duration.ofSeconds(10), "drained", () -> !drain.isAlive());
    }
  }
}
