package io.signetmail.auth.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.authres.ForgedResults;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.policy.Decision;
import io.signetmail.auth.policy.LocalPolicy;
import io.signetmail.auth.policy.PolicySettings;
import io.signetmail.auth.spf.ReversePath;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages made to cost much: each is answered, in bounded time, with a decision that lets nothing
/// through that a smaller message would not.
class HostileMessageTest {
  /// Far above what any of them takes; an endless or quadratic reading would be far above this.
  private static final Duration BOUND = Duration.ofSeconds(20);

  private static final ZoneDns ZONE =
      ZoneDns.parse("_dmarc.reject.example. TXT \"v=DMARC1; p=reject\"\n");

  private static final String FROM = "From: joe@reject.example\r\n";
  private static final String SIGNATURE =
      "DKIM-Signature: v=1; a=rsa-sha256; d=reject.example; s=s; h=from; bh=AAAA; b=AAAA";

  static Stream<Arguments> messages() {
    return Stream.of(
        named("100,000 header fields", () -> FROM + "X: y\r\n".repeat(100_000) + "\r\nbody"),
        named("a header line of 10 MiB", () -> FROM + "X: " + "y".repeat(10 << 20) + "\r\n\r\n"),
        named("10 MiB of folding", () -> FROM + "X: y" + "\r\n y".repeat(2 << 20) + "\r\n\r\n"),
        named("From of 1 MiB of comments", () -> "From: " + "(".repeat(1 << 20) + "a@b\r\n\r\n"),
        named(
            "From of 100,000 addresses",
            () -> "From: " + "a@b.example,".repeat(100_000) + "\r\n\r\n"),
        named("From of one endless atom", () -> "From: " + "a".repeat(1 << 20) + "\r\n\r\n"),
        named("From of dots", () -> "From: " + ".".repeat(1 << 20) + "@b.example\r\n\r\n"),
        named("From of quotes", () -> "From: " + "\"".repeat(1 << 20) + "\r\n\r\n"),
        named("10,000 signatures", () -> (SIGNATURE + "\r\n").repeat(10_000) + FROM + "\r\nbody"),
        named("4,990 signatures", () -> (SIGNATURE + "\r\n").repeat(4_990) + FROM + "\r\nbody"),
        named(
            "h= of 100,000 names",
            () ->
                SIGNATURE.replace("h=from", "h=" + "from:".repeat(100_000))
                    + "\r\n"
                    + FROM
                    + "\r\n"),
        named(
            "ten l= on 20 MiB", () -> tenLimits() + FROM + "\r\n" + " a\tb \r\n".repeat(20 << 17)),
        named("50 ARC sets of nothing", HostileMessageTest::arcSets),
        named(
            "10,000 ARC fields", () -> "ARC-Seal: i=1; cv=none\r\n".repeat(4_990) + FROM + "\r\n"),
        named(
            "a body of 20 MiB of blanks",
            () -> FROM + SIGNATURE + "\r\n\r\n" + " ".repeat(20 << 20)),
        named(
            "a body of 20 MiB of line ends",
            () -> FROM + SIGNATURE + "\r\n\r\n" + "\r\n".repeat(10 << 20)),
        named("nothing but NULs", () -> "\u0000".repeat(1 << 20)),
        named("nothing but line ends", () -> "\r\n".repeat(1 << 20)),
        named("nothing but colons", () -> ":".repeat(1 << 20)),
        named(
            "1,000 results with deep comments",
            () ->
                ("Authentication-Results: " + "(".repeat(1_000) + "\r\n").repeat(1_000)
                    + FROM
                    + "\r\n"),
        named("nothing", () -> ""));
  }

  private static Arguments named(String name, Supplier<String> message) {
    return Arguments.argumentSet(name, message);
  }

  private static String tenLimits() {
    var fields = new StringBuilder();
    for (var i = 1; i <= 10; i++) {
      fields
          .append(SIGNATURE)
          .append("; c=relaxed/relaxed; l=")
          .append(i * 1_000_000)
          .append("\r\n");
    }
    return fields.toString();
  }

  private static String arcSets() {
    var fields = new StringBuilder(FROM);
    for (var i = 1; i <= 50; i++) {
      fields
          .append(
              "ARC-Seal: i=%d; cv=%s; a=rsa-sha256; d=a.example; s=s; b=AAAA\r\n"
                  .formatted(i, i == 1 ? "none" : "pass"))
          .append(
              "ARC-Message-Signature: i=%d; a=rsa-sha256; d=a.example; s=s; h=from; bh=AAAA; b=AAAA\r\n"
                  .formatted(i))
          .append("ARC-Authentication-Results: i=%d; a.example; dmarc=pass\r\n".formatted(i));
    }
    return fields + "\r\nbody";
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("messages")
  void isAnsweredAndNeverAccepted(Supplier<String> text) {
    var bytes = text.get().getBytes(StandardCharsets.UTF_8);
    var decision = Assertions.assertTimeoutPreemptively(BOUND, () -> decide(bytes));
    assertThat(decision).isInstanceOf(Decision.Refuse.class);
  }

  /// No UTF-8, NULs, C1 controls where names and domains are read.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: \u00ff\u00fe@\u00c0\u0080.example\r\n\r\n",
        "From: joe@reject\u00ed\u00a0\u0080.example\r\n\r\n",
        "From: joe@reject\0.example\r\n\r\n",
        "From\0: joe@reject.example\r\n\r\n",
        "From: joe@reject.example\0\r\n\r\n",
        "\u00ff: x\r\nFrom: joe@reject.example\r\n\r\n\u00ff\0",
        "From: joe@\u0080reject.example\r\n\r\n"
      })
  void bytesThatAreNoText(String latin1) {
    assertThat(decide(latin1.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(Decision.Refuse.class);
  }

  private static Decision decide(byte[] bytes) {
    var clock = InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z"));
    var message = ParsedMessage.of(bytes);
    var client =
        new SmtpClient(
            InetAddress.ofLiteral("192.0.2.66"), "h", ReversePath.NULL, "mx.signet.example");
    var found =
        new MessageAuthenticator(ZONE, AuthenticatorSettings.defaults(), clock)
            .authenticate(message, client);
    assertThat(found.results("mx.signet.example").toField()).endsWith("\r\n");
    assertThat(ForgedResults.find(message, "mx.signet.example")).isEmpty();
    return new LocalPolicy(PolicySettings.defaults(), new Random(1)).decide(found, "ID");
  }
}
