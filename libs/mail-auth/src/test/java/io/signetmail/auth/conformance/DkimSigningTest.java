package io.signetmail.auth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.signetmail.auth.dkim.Algorithm;
import io.signetmail.auth.dkim.CanonicalBody;
import io.signetmail.auth.dkim.Canonicalization;
import io.signetmail.auth.dkim.DkimKeyRecord;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.pem.PemKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `dkim/signing.json`: what OpenDKIM signs. Ours has the same body hash and passes with the same
/// key; SHA-1 and `l=` we refuse, so for those only the body hash is compared.
class DkimSigningTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    var cases = new ArrayList<DynamicTest>();
    for (var c : Corpus.json("dkim/signing.json").path("cases")) {
      cases.add(DynamicTest.dynamicTest(c.path("id").asText(), () -> check(c)));
    }
    return cases.stream();
  }

  private static void check(JsonNode c) throws NoSuchAlgorithmException {
    var message =
        ParsedMessage.of(c.path("message").asText().getBytes(StandardCharsets.ISO_8859_1));
    var modes = c.path("c").asText().split("/", 2);
    var bodyMode = mode(modes.length > 1 ? modes[1] : "simple");
    assertThat(bodyHash(c, message, bodyMode)).isEqualTo(c.path("expected_bh").asText());
    assertThat(Algorithm.parse("rsa-sha1")).isEmpty();
    if (!c.path("a").asText().equals("rsa-sha256")) {
      return;
    }
    signAndVerify(c, message, mode(modes[0]), bodyMode);
  }

  private static void signAndVerify(
      JsonNode c, ParsedMessage message, Canonicalization header, Canonicalization body) {
    var pem = new String(Corpus.bytes("dkim/" + c.path("key").asText()), StandardCharsets.UTF_8);
    var key =
        PemKeys.signingKey(
                DomainName.of(c.path("d").asText()), Selector.of(c.path("s").asText()), pem)
            .orElseThrow();
    var names =
        List.copyOf(
            new LinkedHashSet<>(
                Arrays.asList(c.path("h").asText().toLowerCase(Locale.ROOT).split(":", -1))));
    var options =
        SigningOptions.DEFAULT
            .withCanonicalization(header, body)
            .withFields(names, List.of())
            .withMinRsaBits(1024);
    var clock = InstantSource.fixed(Instant.ofEpochSecond(c.path("t").asLong()));
    var result = new DkimSigner(clock).sign(message, List.of(key), options);
    assertThat(result).isInstanceOf(SigningResult.Signed.class);
    var fields = ((SigningResult.Signed) result).headerFields();
    if (c.path("l").isNull()) {
      assertThat(fields).contains("bh=" + c.path("expected_bh").asText() + ";");
    }
    var record = DkimKeyRecord.of(PemKeys.publicKey(key.key())).toTxt();
    assertThat(verify(fields + c.path("message").asText(), record, key.toString(), clock))
        .singleElement()
        .isInstanceOf(DkimResult.Pass.class);
  }

  private static List<DkimResult> verify(
      String message, String record, String key, InstantSource clock) {
    var name = key.substring(key.indexOf('[') + 1, key.indexOf(','));
    var zone = JsonNodeFactory.instance.objectNode();
    zone.putObject(name).putArray("TXT").add(record);
    return new DkimVerifier(new JsonZone(zone), DkimLimits.DEFAULT, clock)
        .verify(ParsedMessage.of(message.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String bodyHash(JsonNode c, ParsedMessage message, Canonicalization mode)
      throws NoSuchAlgorithmException {
    var canonical = CanonicalBody.of(message.bytes(), message.bodyOffset(), mode);
    var limit = c.path("l").isNull() ? Integer.MAX_VALUE : c.path("l").asInt();
    var hash = c.path("a").asText().endsWith("sha1") ? "SHA-1" : "SHA-256";
    return Base64.getEncoder()
        .encodeToString(
            MessageDigest.getInstance(hash)
                .digest(Arrays.copyOf(canonical, Math.min(canonical.length, limit))));
  }

  private static Canonicalization mode(String word) {
    return Canonicalization.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
