package io.signetmail.auth.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DkimVerifierTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-01T12:00:00Z"));
  private static final String MESSAGE = "From: joe@example.com\r\nSubject: a\r\n\r\nbody\r\n";
  private static final String SIGNED = signed(TestKeys.RSA);

  private static String signed(SigningKey key) {
    var result =
        new DkimSigner(CLOCK)
            .sign(
                ParsedMessage.of(MESSAGE.getBytes(ISO_8859_1)),
                List.of(key),
                SigningOptions.DEFAULT);
    return ((SigningResult.Signed) result).headerFields() + MESSAGE;
  }

  private static List<DkimResult> verify(String message, ZoneDns zone) {
    return new DkimVerifier(zone, DkimLimits.DEFAULT, CLOCK)
        .verify(ParsedMessage.of(message.getBytes(ISO_8859_1)));
  }

  private static DkimResult verifyOne(String message, ZoneDns zone) {
    var results = verify(message, zone);
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  private static ZoneDns keyRecord(String txt) {
    return ZoneDns.builder()
        .txt(TestKeys.RSA.selector().keyName(TestKeys.DOMAIN).orElseThrow(), new TxtRecord(txt))
        .build();
  }

  private static String p(SigningKey key) {
    return Base64.getEncoder().encodeToString(PublicKeys.encode(TestKeys.publicKey(key)));
  }

  /// RFC 6376 §6.1.1 and §3.5: checks on the field alone.
  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=1;           | v=2;             | VERSION
          v=1;           |                  | MISSING_TAG
          a=rsa-sha256;  | a=rsa-sha1;      | UNSUPPORTED
          a=rsa-sha256;  | a=dsa-sha256;    | UNSUPPORTED
          a=rsa-sha256;  |                  | MISSING_TAG
          c=relaxed/relaxed; | c=nofws;     | UNSUPPORTED
          d=example.com; |                  | MISSING_TAG
          d=example.com; | d=;              | SIGNATURE_SYNTAX
          d=example.com; | d=exa mple.com;  | SIGNATURE_SYNTAX
          d=example.com; | d=example.com; i=joe@evil.example; | DOMAIN_MISMATCH
          d=example.com; | d=example.com; i=joe; | SIGNATURE_SYNTAX
          d=example.com; | d=example.com; d=example.com; | SIGNATURE_SYNTAX
          s=s1;          |                  | MISSING_TAG
          s=s1;          | s=..;            | SIGNATURE_SYNTAX
          t=             | q=http; t=       | UNSUPPORTED
          t=             | t=a              | SIGNATURE_SYNTAX
          x=             | x=1; y=          | SIGNATURE_SYNTAX
          h=from:        | h=sender:        | FROM_NOT_SIGNED
          bh=            | bh=*             | SIGNATURE_SYNTAX
          v=1;           | v=1;; z          | SIGNATURE_SYNTAX
          v=1;           | v=1; =2;         | SIGNATURE_SYNTAX
          """)
  void brokenFieldsArePermerror(String tag, String replacement, DkimProblem.Kind kind) {
    var message =
        SIGNED
            .replaceFirst("from:from:", "from:")
            .replaceFirst(tag, replacement == null ? "" : replacement);
    assertThat(verifyOne(message, TestKeys.zone()))
        .isInstanceOfSatisfying(
            DkimResult.PermError.class,
            error -> assertThat(error.problem().kind()).isEqualTo(kind));
  }

  /// RFC 6376 §3.6.1 and §6.1.2: checks on the key record.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=DKIM1; p=P                      | PASS
          p=P                               | PASS
          v=DKIM1; k=rsa; h=sha1:sha256; s=email:other; n=hello; g=x; p=P | PASS
          v=DKIM1; k=rsa; t=y; p=P          | PASS
          v=DKIM1; t=s; p=P                 | PASS
          v=DKIM1 ; p = P ;                 | PASS
          v=DKIM1; s=*; p=P                 | PASS
          v=DKIM1; p=                       | KEY_REVOKED
          v=DKIM1                           | KEY_SYNTAX
          v=DKIM2; p=P                      | KEY_SYNTAX
          p=P; v=DKIM1                      | KEY_SYNTAX
          v=DKIM1; k=ed25519; p=P           | KEY_SYNTAX
          v=DKIM1; k=dsa; p=P               | KEY_NOT_FOR_THIS
          v=DKIM1; h=sha1; p=P              | KEY_NOT_FOR_THIS
          v=DKIM1; s=tlsrpt; p=P            | KEY_NOT_FOR_THIS
          v=DKIM1; p=AAAA                   | KEY_SYNTAX
          v=DKIM1; p=*                      | KEY_SYNTAX
          v=spf1 -all                       | KEY_SYNTAX
          """)
  void keyRecords(String txt, String expected) {
    var result = verifyOne(SIGNED, keyRecord(txt.replace("P", p(TestKeys.RSA))));
    if (expected.equals("PASS")) {
      assertThat(result).isInstanceOf(DkimResult.Pass.class);
    } else {
      assertThat(result)
          .isInstanceOfSatisfying(
              DkimResult.PermError.class,
              error ->
                  assertThat(error.problem().kind()).isEqualTo(DkimProblem.Kind.valueOf(expected)));
    }
  }

  @Test
  void theTestingFlagIsReported() {
    var result = verifyOne(SIGNED, keyRecord("v=DKIM1; t=y:s; p=" + p(TestKeys.RSA)));
    assertThat(result)
        .isInstanceOfSatisfying(DkimResult.Pass.class, pass -> assertThat(pass.testing()).isTrue());
  }

  @Test
  void theWrongKeyFails() {
    assertThat(verifyOne(SIGNED, keyRecord("v=DKIM1; p=" + p(TestKeys.OTHER_RSA))))
        .isInstanceOf(DkimResult.Fail.class);
  }

  /// RFC 6376 §6.1.2: the verifier may try each record.
  @Test
  void severalKeyRecordsAreTried() {
    var name = TestKeys.RSA.selector().keyName(TestKeys.DOMAIN).orElseThrow();
    var zone =
        ZoneDns.builder()
            .txt(name, new TxtRecord("v=spf1 -all"))
            .txt(name, new TxtRecord("v=DKIM1; p=" + p(TestKeys.RSA)))
            .build();
    assertThat(verifyOne(SIGNED, zone)).isInstanceOf(DkimResult.Pass.class);
  }

  /// Design rule: DNS trouble is temperror, never fail.
  @Test
  void dnsTroubleIsTemperror() {
    var zone = ZoneDns.parse("s1._domainkey.example.com. SERVFAIL\n");
    assertThat(verifyOne(SIGNED, zone)).isInstanceOf(DkimResult.TempError.class);
    assertThat(verifyOne(SIGNED, ZoneDns.parse(""))).isInstanceOf(DkimResult.PermError.class);
  }

  /// RFC 8301 §3.2.
  @ParameterizedTest
  @CsvSource({"1023", "512", "16384"})
  void keysOfUnusableSize(int bits) throws NoSuchAlgorithmException {
    var record =
        bits == 16384
            ? "v=DKIM1; p=" + "A".repeat(64 * 1024) // longer than any key we would use
            : "v=DKIM1; p=" + Base64.getEncoder().encodeToString(rsa(bits));
    assertThat(verifyOne(SIGNED, keyRecord(record))).isInstanceOf(DkimResult.PermError.class);
  }

  private static byte[] rsa(int bits) throws NoSuchAlgorithmException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair().getPublic().getEncoded();
  }

  /// RFC 6376 §8.2: l= that leaves bytes to anybody.
  @Test
  void aPartialBodyNeverCountsForDmarc() {
    var covered = withLimit(SIGNED, "body\r\n".length());
    assertThat(verifyOne(covered, TestKeys.zone())).isInstanceOf(DkimResult.Pass.class);
    var result = verifyOne(covered + "appended\r\n", TestKeys.zone());
    assertThat(result).isInstanceOf(DkimResult.Policy.class);
    assertThat(result.countsForDmarc()).isFalse();
  }

  @Test
  void aLimitBeyondTheBodyFails() {
    assertThat(verifyOne(withLimit(SIGNED, 1000), TestKeys.zone()))
        .isInstanceOf(DkimResult.Fail.class);
  }

  /// Signs again with an `l=` that our signer never writes.
  private static String withLimit(String message, int limit) {
    var end = message.indexOf("From:");
    var old = message.substring(0, end);
    var unsigned = old.substring(0, old.indexOf("\r\n\tb=")) + " l=" + limit + ";\r\n\tb=";
    var parsed = ParsedMessage.of(message.substring(end).getBytes(ISO_8859_1));
    var names =
        old.substring(old.indexOf("h=from") + 2, old.indexOf(";", old.indexOf("h=from")))
            .replaceAll("\\s", "");
    var canonical = new CanonicalBytes();
    new HeaderSelection(parsed)
        .append(List.of(names.split(":", -1)), Canonicalization.RELAXED, canonical);
    HeaderCanonicalizer.appendLast(
        HeaderField.of(unsigned.getBytes(ISO_8859_1)), Canonicalization.RELAXED, canonical);
    try {
      var signature = SignatureCrypto.sign(Algorithm.RSA_SHA256, TestKeys.RSA.key(), canonical);
      return unsigned
          + Base64.getEncoder().encodeToString(signature)
          + "\r\n"
          + message.substring(end);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anUnsignedMessageHasNoResult() {
    assertThat(verify(MESSAGE, TestKeys.zone())).isEmpty();
  }

  @Test
  void tenThousandSignaturesCostTen() {
    var results =
        verify(
            SIGNED.substring(0, SIGNED.indexOf("From:")).repeat(4_000) + MESSAGE, TestKeys.zone());
    assertThat(results).hasSize(11);
    assertThat(results.getLast().reason().orElseThrow().kind()).isEqualTo(DkimProblem.Kind.LIMIT);
  }

  @Test
  void tenThousandBrokenSignaturesEndToo() {
    var results = verify("DKIM-Signature: v=1\r\n".repeat(4_000) + MESSAGE, TestKeys.zone());
    assertThat(results).hasSize(51).allMatch(DkimResult.PermError.class::isInstance);
  }

  @Test
  void aHundredThousandNamesInH() {
    var message = SIGNED.replaceFirst("h=from:", "h=" + "from:".repeat(100_000));
    assertThat(verifyOne(message, TestKeys.zone()).reason().orElseThrow().kind())
        .isEqualTo(DkimProblem.Kind.LIMIT);
    var fewer = SIGNED.replaceFirst("h=from:", "h=" + "from:".repeat(600));
    assertThat(verifyOne(fewer, TestKeys.zone()).reason().orElseThrow().kind())
        .isEqualTo(DkimProblem.Kind.LIMIT);
  }

  /// One altered byte anywhere in what is signed, and the result is no pass.
  @Test
  void everySignedByteCounts() {
    var from = SIGNED.indexOf("From:");
    for (var i = from; i < SIGNED.length(); i++) {
      var altered = new StringBuilder(SIGNED);
      altered.setCharAt(i, (char) (SIGNED.charAt(i) ^ 1));
      assertThat(verify(altered.toString(), TestKeys.zone()))
          .as("byte " + (i - from) + " of the message")
          .noneMatch(DkimResult::passed);
    }
  }

  @Test
  void bodyHashesWithALimit() {
    var body = "a  b\r\n\r\n".getBytes(ISO_8859_1);
    var whole = BodyHash.of(body, 0, Canonicalization.RELAXED, OptionalLong.empty());
    assertThat(whole.canonicalLength()).isEqualTo(5);
    assertThat(BodyHash.of(body, 0, Canonicalization.RELAXED, OptionalLong.of(5)).hash())
        .isEqualTo(whole.hash());
    assertThat(BodyHash.of(body, 0, Canonicalization.RELAXED, OptionalLong.of(4)).hashedLength())
        .isEqualTo(4);
  }
}
