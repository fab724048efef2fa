package io.signetmail.auth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.message.ParsedMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `dkim/cases.json`: whole messages with their keys.
class DkimCasesTest {
  /// For cases without a clock of their own: today's, as the corpus was recorded.
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  /// Best first: what a message with several signatures is worth.
  private static final List<String> WORTH =
      List.of("pass", "fail", "policy", "temperror", "permerror");

  @TestFactory
  Stream<DynamicTest> cases() {
    var cases = new ArrayList<DynamicTest>();
    for (var c : Corpus.json("dkim/cases.json").path("cases")) {
      cases.add(DynamicTest.dynamicTest(c.path("id").asText(), () -> check(c)));
    }
    return cases.stream();
  }

  private static void check(JsonNode c) {
    var bytes = Corpus.bytes("dkim/" + c.path("message").asText());
    var message =
        ParsedMessage.of(
            c.path("line_endings").asText().equals("crlf") ? bytes : Corpus.crlf(bytes));
    var now = c.has("now") ? Instant.ofEpochSecond(c.path("now").asLong()) : NOW;
    var verifier =
        new DkimVerifier(new JsonZone(c.path("dns")), DkimLimits.DEFAULT, InstantSource.fixed(now));
    var results = verifier.verify(message);
    assertThat(acceptable(c)).as(results.toString()).contains(overall(results));
    checkEach(c, results);
  }

  private static String overall(List<DkimResult> results) {
    return WORTH.stream()
        .filter(word -> results.stream().anyMatch(result -> result.keyword().equals(word)))
        .findFirst()
        .orElse("none");
  }

  private static Set<String> acceptable(JsonNode c) {
    var words = new LinkedHashSet<String>();
    if (c.has("accept")) {
      c.path("accept").forEach(word -> words.add(word.asText()));
    } else {
      words.add(c.path("expect").asText());
    }
    // RFC 8301 verifiers refuse SHA-1 and short keys, whatever else is wrong with the message.
    c.path("rfc8301_accept").forEach(word -> words.add(word.asText()));
    for (var tag : c.path("tags")) {
      if (tag.asText().equals("rsa-sha1")) {
        words.add("permerror");
      } else if (tag.asText().equals("l-tag")) {
        words.add("policy"); // RFC 6376 §8.2: verifies, but l= leaves bytes to anybody
      }
    }
    return words;
  }

  /// The order of the expectations is not the order of the fields in every case.
  private static void checkEach(JsonNode c, List<DkimResult> results) {
    for (var expected : c.path("signatures")) {
      assertThat(results)
          .as("a result like " + expected)
          .anyMatch(result -> isLike(expected, result));
    }
  }

  private static boolean isLike(JsonNode expected, DkimResult result) {
    var identity = result.identity();
    return same(expected.path("result"), Optional.of(result.keyword()))
        && same(expected.path("d"), identity.domain())
        && same(expected.path("s"), identity.selector())
        && same(expected.path("a"), identity.algorithm())
        && same(expected.path("i"), identity.auid());
  }

  private static boolean same(JsonNode expected, Optional<?> actual) {
    return expected.isMissingNode()
        || actual.map(Object::toString).filter(expected.asText()::equals).isPresent();
  }
}
