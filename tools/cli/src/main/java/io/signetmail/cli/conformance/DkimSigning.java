package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dkim.Algorithm;
import io.signetmail.auth.dkim.CanonicalBody;
import io.signetmail.auth.dkim.Canonicalization;
import io.signetmail.auth.dkim.DkimKeyRecord;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.pem.PemKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/// `dkim/signing.json`: what another signer wrote. Ours has the same body hash and verifies with
/// the same key. SHA-1 (RFC 8301 §3.1) and `l=` (RFC 6376 §8.2) we do not sign, so for those only
/// the body hash is compared, and that the algorithm is refused.
final class DkimSigning {
  static final CorpusReader READER =
      CorpusReader.json(
          "dkim/signing.json", vectors -> (one, findings) -> check(one, vectors, findings));

  private DkimSigning() {}

  private static void check(JsonNode one, VectorDirectory vectors, Findings findings)
      throws UnreadableVectors, NoSuchAlgorithmException {
    var message =
        ParsedMessage.of(one.path("message").asText().getBytes(StandardCharsets.ISO_8859_1));
    var modes = one.path("c").asText().split("/", 2);
    var headerMode = DkimCanonicalization.mode(modes[0]);
    // RFC 6376 §3.5: one word in c= is the header's, the body's is then simple.
    var bodyMode = DkimCanonicalization.mode(modes.length > 1 ? modes[1] : "simple");
    findings.equal("bh=", one.path("expected_bh").asText(), bodyHash(one, message, bodyMode));
    var algorithm = one.path("a").asText();
    if (algorithm.equals("rsa-sha1")) {
      findings.equal("rsa-sha1 is refused", true, Algorithm.parse(algorithm).isEmpty());
      return;
    }
    signAndVerify(one, message, key(one, vectors), options(one, headerMode, bodyMode), findings);
  }

  private static SigningKey key(JsonNode one, VectorDirectory vectors) throws UnreadableVectors {
    return PemKeys.signingKey(
            DomainName.of(one.path("d").asText()),
            Selector.of(one.path("s").asText()),
            vectors.text("dkim/" + one.path("key").asText()))
        .orElseThrow(() -> new IllegalArgumentException("no usable key in " + one.path("key")));
  }

  /// The policy that admits the corpus' keys of 1024 bits; the default one wants 2048.
  private static SigningOptions options(
      JsonNode one, Canonicalization header, Canonicalization body) {
    var names = one.path("h").asText().toLowerCase(Locale.ROOT).split(":", -1);
    return SigningOptions.DEFAULT
        .withCanonicalization(header, body)
        .withFields(List.copyOf(new LinkedHashSet<>(Arrays.asList(names))), List.of())
        .withMinRsaBits(1024);
  }

  private static void signAndVerify(
      JsonNode one,
      ParsedMessage message,
      SigningKey key,
      SigningOptions options,
      Findings findings) {
    var clock = InstantSource.fixed(Instant.ofEpochSecond(one.path("t").asLong()));
    switch (new DkimSigner(clock).sign(message, List.of(key), options)) {
      case SigningResult.Refused(var problem) -> findings.equal("signs", "yes", problem);
      case SigningResult.Signed(var fields, _) -> {
        if (one.path("l").isNull()) {
          var wanted = "bh=" + one.path("expected_bh").asText() + ";";
          findings.holds("the field has " + wanted, fields.contains(wanted), fields);
        }
        findings.equal(
            "our signature verifies",
            "pass",
            verified(fields + one.path("message").asText(), key, clock));
      }
    }
  }

  private static String verified(String signed, SigningKey key, InstantSource clock) {
    var record = DkimKeyRecord.of(PemKeys.publicKey(key.key())).toTxt();
    var zone =
        ZoneDns.builder()
            .txt(key.selector().keyName(key.domain()).orElseThrow(), new TxtRecord(record))
            .build();
    return new DkimVerifier(zone, DkimLimits.DEFAULT, clock)
        .verify(ParsedMessage.of(signed.getBytes(StandardCharsets.ISO_8859_1))).stream()
            .findFirst()
            .map(DkimResult::keyword)
            .orElse("none");
  }

  private static String bodyHash(JsonNode one, ParsedMessage message, Canonicalization mode)
      throws NoSuchAlgorithmException {
    var canonical = CanonicalBody.of(message.bytes(), message.bodyOffset(), mode);
    var limit = one.path("l").isNull() ? Integer.MAX_VALUE : one.path("l").asInt();
    var hash = one.path("a").asText().endsWith("sha1") ? "SHA-1" : "SHA-256";
    var covered = Arrays.copyOf(canonical, Math.min(canonical.length, limit));
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance(hash).digest(covered));
  }
}
