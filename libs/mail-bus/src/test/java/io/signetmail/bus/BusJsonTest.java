package io.signetmail.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusJsonTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final String ID = "01JDC0K1XVZZZZZZZZZZZZZZZZ";

  static final Envelope ENVELOPE =
      new Envelope(
          Envelope.VERSION,
          "mx",
          AT,
          new Envelope.Client("192.0.2.1", 40123, "mail.example", null, "TLSv1.3"),
          "",
          List.of(
              Envelope.Recipient.of("a@example.org"),
              new Envelope.Recipient("b@example.org", List.of("NEVER"), "rfc822;b@example.org")),
          null,
          true,
          true,
          1234,
          Disposition.QUARANTINE,
          "HDRS",
          null);

  static Stream<Object> contract() {
    var facts =
        new AuthFacts(
            "pass",
            "example.org",
            List.of(new AuthFacts.Signature("example.org", "s1", "pass")),
            "none",
            "pass",
            "example.org",
            "example.org",
            "reject",
            true,
            true,
            List.of(),
            new AuthFacts.Rfc7489("fail", "example.org", "none", true),
            new PolicyFacts(
                "v1",
                "abc",
                "refuse",
                "example.org",
                "",
                new PolicyFacts.Finding(
                    "failed", null, null, null, "reject", "quarantine", 100, 7, "quarantine"),
                "192.0.2.1",
                List.of("mail.example"),
                false,
                new PolicyFacts.Chain("sealer.example", true, "arc=pass"),
                List.of("list.example")));
    return Stream.of(
        ENVELOPE,
        facts,
        new Verdict(
            1,
            ID,
            ID,
            Verdict.Action.REFUSE,
            new SmtpReply(550, "5.7.1", "no"),
            new MailEdit("A: b\r\n", List.of(new ByteRange(3, 9))),
            facts),
        new AuthResultEvent(
            1,
            ID,
            AT,
            "192.0.2.1",
            "mail.example",
            "a@example.org",
            List.of("example.net"),
            facts,
            AuthResultEvent.Done.DEFERRED,
            "451 4.7.0 later"),
        new KeysChanged(1, "domain:example.org", 7, AT),
        new KeyUsage(1, "example.org", "s1", AT, AT, null));
  }

  @ParameterizedTest
  @MethodSource("contract")
  void everyValueReadsBackAsItWasWritten(Object value) {
    assertThat(BusJson.read(BusJson.write(value), value.getClass()))
        .isEqualTo(java.util.Optional.of(value));
  }

  static Stream<MailEvent> events() {
    return Stream.of(
        new MailEvent.Accepted(
            1,
            ID,
            AT,
            "submission",
            "127.0.0.1",
            "shop",
            "",
            List.of("a@example.org"),
            "shop.example",
            12,
            "mail.sign"),
        new MailEvent.Refused(1, ID, AT, "mx", "127.0.0.1", null, "", null, "550 5.7.1 no"),
        new MailEvent.Deferred(1, ID, AT, "smtp-relay", "a@example.org", "451 later", AT),
        new MailEvent.Signed(1, ID, AT, "shop.example", "s1", "rsa-sha256"),
        new MailEvent.Delivered(1, ID, AT, "a@example.org", "127.0.0.1:25", "250 ok"),
        new MailEvent.Bounced(1, ID, AT, "a@example.org", "127.0.0.1:25", "550 no"),
        new MailEvent.Dead(1, ID, AT, "dkim-signer", "no"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyEventReadsBackAsItsOwnKind(MailEvent event) {
    assertThat(BusJson.read(BusJson.write(event), MailEvent.class)).contains(event);
  }

  @Test
  void aFieldOfANewerWriterIsIgnored() {
    var json = new String(BusJson.write(new KeysChanged(1, "user:a", 1, AT)), UTF_8);
    var newer = json.replace("{", "{\"colour\":\"blue\",").getBytes(UTF_8);
    assertThat(BusJson.read(newer, KeysChanged.class))
        .contains(new KeysChanged(1, "user:a", 1, AT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"v\":null}", "\"text\"", "{\"v\":1}"})
  void whatIsNoEnvelopeIsEmpty(String json) {
    assertThat(BusJson.read(json.getBytes(UTF_8), Envelope.class)).isEmpty();
  }

  /// Readable JSON that is no envelope must be poison when it is read, not an exception later.
  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "mailFrom":""                    | "mailFrom":null
          "mailFrom":""                    | "mailFrom":"a\\u0000b"
          "receivedAt"                     | "received"
          "client"                         | "klient"
          "listener":"mx"                  | "listener":null
          "disposition":"quarantine"       | "x":1
          "address":"a@example.org"        | "address":null
          "address":"a@example.org"        | "address":"\\u0000"
          "recipients":                    | "recipients":[],"x":
          """)
  void anEnvelopeWithAPartMissingIsNone(String part, String instead) {
    var json = new String(BusJson.write(ENVELOPE), UTF_8);
    assertThat(json).contains(part);
    assertThat(BusJson.read(json.replace(part, instead).getBytes(UTF_8), Envelope.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"v\":1,\"action\":\"accept\"}"})
  void aVerdictOrAChangeWithoutItsKeyIsNone(String json) {
    assertThat(BusJson.read(json.getBytes(UTF_8), Verdict.class)).isEmpty();
    assertThat(BusJson.read(json.getBytes(UTF_8), KeysChanged.class)).isEmpty();
  }

  @Test
  void deepNestingIsRefused() {
    var bomb = "[".repeat(10_000).getBytes(UTF_8);
    assertThat(BusJson.read(bomb, Envelope.class)).isEmpty();
  }
}
