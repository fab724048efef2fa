package io.signetmail.auth.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.message.ParsedMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DkimSignerTest {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private static final String MESSAGE =
      """
      From: Joe <joe@example.com>
      To: Ann <ann@example.net>
      Subject: Dinner
      Received: from a

      Hi  there,\t
      shall we?


      """
          .replace("\n", "\r\n");

  private static SigningResult sign(String message, SigningOptions options, SigningKey... keys) {
    return new DkimSigner(CLOCK)
        .sign(ParsedMessage.of(message.getBytes(ISO_8859_1)), List.of(keys), options);
  }

  private static String signed(String message, SigningOptions options, SigningKey... keys) {
    return ((SigningResult.Signed) sign(message, options, keys)).headerFields() + message;
  }

  private static List<DkimResult> verify(String message) {
    return verify(message, CLOCK);
  }

  private static List<DkimResult> verify(String message, InstantSource clock) {
    return new DkimVerifier(TestKeys.zone(), DkimLimits.DEFAULT, clock)
        .verify(ParsedMessage.of(message.getBytes(ISO_8859_1)));
  }

  @ParameterizedTest(name = "{0}/{1}")
  @CsvSource({"SIMPLE,SIMPLE", "SIMPLE,RELAXED", "RELAXED,SIMPLE", "RELAXED,RELAXED"})
  void whatIsSignedVerifies(Canonicalization header, Canonicalization body) {
    var options = SigningOptions.DEFAULT.withCanonicalization(header, body);
    assertThat(verify(signed(MESSAGE, options, TestKeys.RSA, TestKeys.ED25519)))
        .hasSize(2)
        .allMatch(DkimResult::countsForDmarc);
  }

  /// RFC 8463 §3: both signatures, one body hash.
  @Test
  void twoKeysShareTheBodyHash() {
    var message = signed(MESSAGE, SigningOptions.DEFAULT, TestKeys.RSA, TestKeys.ED25519);
    var hashes = message.lines().filter(line -> line.contains("bh=")).map(String::strip).toList();
    assertThat(hashes).hasSize(2);
    assertThat(hashes.get(0)).isEqualTo(hashes.get(1));
    assertThat(message).contains("a=rsa-sha256;").contains("a=ed25519-sha256;");
  }

  /// RFC 6376 §8.15.
  @ParameterizedTest
  @CsvSource({
    "From: evil@evil.example",
    "To: evil@evil.example",
    "Subject: evil",
    "Reply-To: evil@evil.example",
    "Content-Type: text/html",
    "Date: now"
  })
  void oversigningCatchesAnAddedField(String added) {
    var message = signed(MESSAGE, SigningOptions.DEFAULT, TestKeys.RSA);
    assertThat(verify(added + "\r\n" + message))
        .singleElement()
        .isInstanceOf(DkimResult.Fail.class);
    assertThat(verify("X-Trace: 1\r\n" + message)).allMatch(DkimResult::passed);
  }

  /// RFC 6376 §5.4: fields that change on the way are not signed.
  @Test
  void receivedIsNotSigned() {
    var message = signed(MESSAGE, SigningOptions.DEFAULT, TestKeys.RSA);
    assertThat(verify(message.replace("Received: from a", "Received: from b")))
        .allMatch(DkimResult::passed);
  }

  @Test
  void fieldsAreFoldedAndEndWithCrlf() {
    var fields =
        ((SigningResult.Signed) sign(MESSAGE, SigningOptions.DEFAULT, TestKeys.RSA)).headerFields();
    assertThat(fields).endsWith("\r\n").doesNotContain("\n\n");
    assertThat(fields.split("\r\n", -1)).allMatch(line -> line.length() <= 78);
    assertThat(fields.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
  }

  /// RFC 6376 §3.5.
  @Test
  void expiresAsAsked() {
    var options = SigningOptions.DEFAULT.withValidity(Duration.ofDays(7));
    var message = signed(MESSAGE, options, TestKeys.RSA);
    var later = NOW.plus(Duration.ofDays(7)).plusSeconds(301);
    assertThat(verify(message, InstantSource.fixed(later.minusSeconds(2))))
        .allMatch(DkimResult::passed);
    assertThat(verify(message, InstantSource.fixed(later)))
        .singleElement()
        .satisfies(result ->
            assertThat(result.reason().orElseThrow().kind()).isEqualTo(DkimProblem.Kind.EXPIRED));
    assertThat(signed(MESSAGE, SigningOptions.DEFAULT.withValidity(null), TestKeys.RSA))
        .doesNotContain("x=");
  }

  @Test
  void aClockThatRunsAheadIsForgiven() {
    var message = signed(MESSAGE, SigningOptions.DEFAULT, TestKeys.RSA);
    assertThat(verify(message, InstantSource.fixed(NOW.minusSeconds(299))))
        .allMatch(DkimResult::passed);
    assertThat(verify(message, InstantSource.fixed(NOW.minusSeconds(301))))
        .singleElement()
        .isInstanceOf(DkimResult.PermError.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Subject: no From\\r\\n\\r\\nbody\\r\\n                            | FROM
          From: a@example.com\\r\\nFrom: b@example.com\\r\\n\\r\\n          | FROM
          From: a@example.com, b@example.net\\r\\n\\r\\n                    | FROM
          From: undisclosed:;\\r\\n\\r\\n                                   | FROM
          From: a@example.com\\r\\n\\r\\nbare\\nLF\\r\\n                    | BARE_LINE_END
          From: a@example.com\\r\\n\\r\\nbare\\rCR\\r\\n                    | BARE_LINE_END
          From: a@example.com\\r\\n\\r\\nends in CR\\r                      | BARE_LINE_END
          From: a@example.com\\r\\nSubject: a\\nb\\r\\n\\r\\n               | BARE_LINE_END
          From: a@example.com\\r\\nno field\\r\\n\\r\\n                     | HEADER
          """)
  void whatMustNotBeSignedIsRefused(String message, SigningProblem.Kind kind) {
    var text = message.replace("\\r", "\r").replace("\\n", "\n");
    for (var body : Canonicalization.values()) {
      var options = SigningOptions.DEFAULT.withCanonicalization(Canonicalization.RELAXED, body);
      assertThat(sign(text, options, TestKeys.RSA))
          .isInstanceOfSatisfying(
              SigningResult.Refused.class,
              refused -> assertThat(refused.problem().kind()).isEqualTo(kind));
    }
  }

  /// What a verifier would not read is not written: found by fuzzing.
  @ParameterizedTest(name = "{0} fields")
  @CsvSource({"400, true", "600, false"})
  void noMoreFieldsAreSignedThanAVerifierReads(int fields, boolean signed) {
    var message = "Subject: a\r\n".repeat(fields) + MESSAGE;
    var obstacle = DkimSigner.obstacle(ParsedMessage.of(message.getBytes(ISO_8859_1)));
    assertThat(obstacle.isEmpty()).isEqualTo(signed);
    switch (sign(message, SigningOptions.DEFAULT, TestKeys.ED25519)) {
      case SigningResult.Signed(var field, _) ->
          assertThat(verify(field + message)).singleElement().matches(DkimResult::passed);
      case SigningResult.Refused(var problem) -> assertThat(obstacle).contains(problem);
    }
  }

  @Test
  void noKeyIsRefused() {
    assertThat(sign(MESSAGE, SigningOptions.DEFAULT)).isInstanceOf(SigningResult.Refused.class);
  }

  /// RFC 8301 §3.2: a signer uses at least 2048 bits here, whatever is possible.
  @Test
  void aShortKeyIsRefused() {
    var options = SigningOptions.DEFAULT.withMinRsaBits(4096);
    assertThat(sign(MESSAGE, options, TestKeys.RSA))
        .isInstanceOfSatisfying(
            SigningResult.Refused.class,
            refused -> assertThat(refused.problem().kind()).isEqualTo(SigningProblem.Kind.KEY));
  }

  @ParameterizedTest
  @EnumSource(Canonicalization.class)
  void bodiesWithoutALastLineEnd(Canonicalization mode) {
    var options = SigningOptions.DEFAULT.withCanonicalization(Canonicalization.SIMPLE, mode);
    for (var body : List.of("", "a", "a \r\n b", "\r\n", " ", "\r\n\r\n \t")) {
      var message = signed("From: a@example.com\r\n\r\n" + body, options, TestKeys.ED25519);
      assertThat(verify(message)).allMatch(DkimResult::passed);
    }
  }

  @Test
  void aKeyShowsNoSecret() {
    assertThat(TestKeys.RSA.toString())
        .isEqualTo("SigningKey[s1._domainkey.example.com, rsa-sha256]");
  }
}
