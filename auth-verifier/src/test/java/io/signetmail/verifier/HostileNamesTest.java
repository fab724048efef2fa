package io.signetmail.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.authres.ResultsParser;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.policy.PolicySettings;
import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.TraceContext;
import io.signetmail.policy.PolicyDocument;
import io.signetmail.policy.PolicySource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/// What a stranger writes into MAIL FROM, HELO, From and a DKIM-Signature is quoted or left out; it
/// never becomes a result, a field or a line.
class HostileNamesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final SplittableRandom RANDOM = new SplittableRandom(1);
  private static final ZoneDns ZONE =
      ZoneDns.parse("_dmarc.bank.example. TXT \"v=DMARC1; p=none\"\n");

  static final List<Arguments> NAMES =
      List.of(
          Arguments.of("a@bank.example", "mail.example", "a@bank.example", ""),
          Arguments.of(
              "\"a; dmarc=pass header.from=x\"@bank.example", "mail.example", "a@bank.example", ""),
          Arguments.of("\"a\\\"; dmarc=pass\"@bank.example", "m", "a@bank.example", ""),
          Arguments.of("\"(\"@bank.example", "mail.example", "a@bank.example", ""),
          Arguments.of("", "x;dmarc=pass", "a@bank.example", ""),
          Arguments.of("", "(comment", "a@bank.example", ""),
          Arguments.of("", "a\r\nX-Injected: 1", "a@bank.example", ""),
          Arguments.of("a@bank.example", "m", "\"x; dmarc=pass\" <a@bank.example>", ""),
          Arguments.of("a@bank.example", "m", "\"a; dmarc=pass\"@bank.example", ""),
          Arguments.of("a@bank.example", "m", "(; dmarc=pass\\)) a@bank.example", ""),
          Arguments.of(
              "a@bank.example",
              "m",
              "a@bank.example",
              "DKIM-Signature: v=1; a=rsa-sha256; d=x.example; s=\"s; dmarc=pass\"; h=from; bh=; b=\r\n"),
          Arguments.of(
              "a@bank.example",
              "m",
              "a@bank.example",
              "DKIM-Signature: v=1; a=rsa-sha256; d=bank.example; s=a; h=from;\r\n i=\"dmarc=pass;\"@bank.example; bh=aaaa; b=(;\r\n"));

  private final VerificationHandler handler =
      new VerificationHandler(
          new MessageAuthenticator(ZONE, AuthenticatorSettings.defaults(), CLOCK),
          new PolicyDesk(
              PolicySource.fixed(PolicyDocument.uniform("v1", PolicySettings.defaults())),
              ZONE,
              CLOCK,
              RANDOM,
              new SimpleMeterRegistry()),
          Optional.empty(),
          "mx.signet.example",
          "mx.signet.example");

  @ParameterizedTest
  @FieldSource("NAMES")
  void nothingOfItIsBelieved(String mailFrom, String helo, String from, String extra) {
    byte[] bytes =
        (extra + "From: " + from + "\r\nSubject: x\r\n\r\nhello\r\n")
            .getBytes(StandardCharsets.UTF_8);
    var envelope =
        new Envelope(
            1,
            "mx",
            NOW,
            new Envelope.Client("192.0.2.66", 25, helo, null, null),
            mailFrom,
            List.of(Envelope.Recipient.of("b@signet.example")),
            null,
            false,
            false,
            bytes.length,
            Disposition.ACCEPT,
            null,
            null);
    var mail =
        MailRecord.of(
            new MessageIds(CLOCK, RANDOM).next(), envelope, bytes, TraceContext.start(RANDOM));
    var verdict = handler.verify(mail, "q");
    var field = verdict.edit().prepend();
    assertThat(field).startsWith("Authentication-Results: mx.signet.example;").endsWith("\r\n");
    assertThat(field.substring(0, field.length() - 2).replace("\r\n\t", ""))
        .as("one field, folded as we fold")
        .doesNotContain("\r", "\n", "\0");
    var value = field.substring("Authentication-Results:".length());
    var parsed = ResultsParser.parse(value, ResultsParser.Mode.STRICT_UTF8);
    assertThat(parsed).as(field).isInstanceOf(ResultsParser.Ok.class);
    var results = ((ResultsParser.Ok) parsed).results().results();
    assertThat(results.stream().filter(r -> r.method().equals("dmarc")).map(r -> r.result()))
        .as(field)
        .singleElement()
        .isIn("fail", "permerror");
    var reply = verdict.reply();
    if (reply != null) {
      assertThat(reply.text()).doesNotContain("\r", "\n");
    }
  }
}
