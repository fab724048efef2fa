package io.signetmail.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.arc.ArcSealer;
import io.signetmail.auth.arc.SealResult;
import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.dkim.DkimKeyRecord;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.Verdict;
import io.signetmail.policy.PolicyReader;
import io.signetmail.policy.PolicySource;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a spoofer may try against a domain with `p=reject`, and what an honest list looks like.
@SuppressWarnings("NullAway.Init") // the keys are made before all tests
class SpoofTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final SplittableRandom RANDOM = new SplittableRandom(1);

  private static final String POLICY =
      """
      trusted-sealers: [sealer.example]
      known-lists:
        - domain: lists.example
          for: [signet.example]
      """;

  private static final String SPOOF =
      "From: Bank <service@bank.example>\r\nSubject: your account\r\n\r\nClick here.\r\n";

  private static KeyPair attacker;
  private static KeyPair list;
  private static KeyPair sealer;
  private static VerificationHandler handler;

  @BeforeAll
  static void world() throws Exception {
    var keys = KeyPairGenerator.getInstance("Ed25519");
    attacker = keys.generateKeyPair();
    list = keys.generateKeyPair();
    sealer = keys.generateKeyPair();
    var zone =
        ZoneDns.parse(
            """
            bank.example.           TXT "v=spf1 ip4:192.0.2.1 -all"
            _dmarc.bank.example.    TXT "v=DMARC1; p=reject"
            attacker.example.       TXT "v=spf1 ip4:198.51.100.66 -all"
            _dmarc.attacker.example. TXT "v=DMARC1; p=reject"
            k._domainkey.attacker.example. TXT "%s"
            k._domainkey.lists.example.    TXT "%s"
            k._domainkey.sealer.example.   TXT "%s"
            """
                .formatted(record(attacker), record(list), record(sealer)));
    var document = PolicyReader.read("policy.yaml", POLICY.getBytes(StandardCharsets.UTF_8));
    var metrics = new SimpleMeterRegistry();
    handler =
        new VerificationHandler(
            new MessageAuthenticator(zone, AuthenticatorSettings.defaults(), CLOCK),
            new PolicyDesk(PolicySource.fixed(document), zone, CLOCK, RANDOM, metrics),
            Optional.empty(),
            "mx.signet.example",
            "mx.signet.example");
  }

  private static String record(KeyPair key) {
    return DkimKeyRecord.of(key.getPublic()).toTxt();
  }

  private static SigningKey key(String domain, KeyPair pair) {
    return SigningKey.of(DomainName.of(domain), Selector.of("k"), pair.getPrivate());
  }

  private static String signed(String message, String domain, KeyPair pair) {
    var parsed = ParsedMessage.of(message.getBytes(StandardCharsets.US_ASCII));
    if (new DkimSigner(CLOCK).sign(parsed, List.of(key(domain, pair)), SigningOptions.DEFAULT)
        instanceof SigningResult.Signed(var fields, _)) {
      return fields + message;
    }
    throw new AssertionError("not signed");
  }

  private static String sealed(String message, String domain, KeyPair pair, String dmarc) {
    var seen = new AuthenticationResults("mx." + domain, List.of(MethodResult.of("dmarc", dmarc)));
    var parsed = ParsedMessage.of(message.getBytes(StandardCharsets.US_ASCII));
    if (new ArcSealer(CLOCK, SigningOptions.DEFAULT)
            .seal(parsed, key(domain, pair), seen, new ArcResult.None())
        instanceof SealResult.Sealed(var fields, _)) {
      return fields + message;
    }
    throw new AssertionError("not sealed");
  }

  private static Verdict verify(String message, String recipient) {
    byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
    var envelope =
        new Envelope(
            1,
            "mx",
            NOW,
            new Envelope.Client("198.51.100.66", 25, "out.attacker.example", null, null),
            "bounce@attacker.example",
            List.of(Envelope.Recipient.of(recipient)),
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
    return handler.verify(mail, "q");
  }

  private static Verdict verify(String message) {
    return verify(message, "user@signet.example");
  }

  private static void assertRefused(Verdict verdict) {
    assertThat(verdict.action()).isEqualTo(Verdict.Action.REFUSE);
    assertThat(String.valueOf(verdict.reply()))
        .startsWith("550 5.7.1 The message violates the DMARC policy of bank.example (p=reject); ");
    assertThat(verdict.facts().overrides()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "List-Id: <news.lists.example>\r\n",
        "List-Unsubscribe: <mailto:leave@lists.example>\r\n",
        "Precedence: list\r\n",
        "List-Id: <news.lists.example>\r\nList-Unsubscribe: <mailto:l@lists.example>\r\nPrecedence: bulk\r\nSender: news@lists.example\r\n",
        "Authentication-Results: mx.signet.example; dmarc=pass header.from=bank.example\r\n"
      })
  void headersAloneNeverSoften(String headers) {
    assertRefused(verify(headers + SPOOF));
    assertRefused(verify(signed(headers + SPOOF, "attacker.example", attacker)));
  }

  @Test
  void theAttackersOwnSignatureAndSpfPassAreNobodysEvidence() {
    var verdict = verify(signed(SPOOF, "attacker.example", attacker));
    assertRefused(verdict);
    assertThat(verdict.facts().dkim())
        .extracting(s -> s.domain() + " " + s.result())
        .containsExactly("attacker.example pass");
    assertThat(verdict.facts().spf()).isEqualTo("pass");
  }

  @Test
  void aSignatureInTheListsNameByAnotherKeyIsNotTheList() {
    assertRefused(verify(signed(SPOOF, "lists.example", attacker)));
  }

  @Test
  void anArcChainOfAStrangerIsNoEvidence() {
    var verdict = verify(sealed(SPOOF, "attacker.example", attacker, "pass"));
    assertRefused(verdict);
    assertThat(verdict.facts().arc()).as("the chain itself is fine").isEqualTo("pass");
  }

  @Test
  void anArcChainForgedInTheNameOfATrustedSealerIsNoEvidence() {
    var verdict = verify(sealed(SPOOF, "sealer.example", attacker, "pass"));
    assertRefused(verdict);
    assertThat(verdict.facts().arc()).isEqualTo("fail");
  }

  @Test
  void aRealSealPutOnAnotherMessageIsNoEvidence() {
    var real = sealed(SPOOF, "sealer.example", sealer, "pass");
    assertRefused(verify(real.replace("Click here.", "Click there.")));
  }

  @Test
  void aTrustedSealerWhoSawDmarcFailIsNoEvidence() {
    assertRefused(verify(sealed(SPOOF, "sealer.example", sealer, "fail")));
  }

  @Test
  void aTrustedSealerWhoSawDmarcPassSoftens() {
    var verdict = verify(sealed(SPOOF, "sealer.example", sealer, "pass"));
    assertThat(verdict.action()).isEqualTo(Verdict.Action.QUARANTINE);
    assertThat(verdict.facts().overrides()).singleElement().asString().startsWith("local_policy");
  }

  @Test
  void theKnownListIsQuarantinedWithItsReason() {
    var verdict = verify(signed(SPOOF, "lists.example", list));
    assertThat(verdict.action()).isEqualTo(Verdict.Action.QUARANTINE);
    assertThat(verdict.facts().overrides()).containsExactly("mailing_list: lists.example");
    assertThat(verdict.edit().prepend().replaceAll("\\s+", " "))
        .contains("dis=quarantine, mailing_list: lists.example");
  }

  @Test
  void theSameListIsNothingToOtherRecipients() {
    assertRefused(verify(signed(SPOOF, "lists.example", list), "user@other.example"));
  }
}
