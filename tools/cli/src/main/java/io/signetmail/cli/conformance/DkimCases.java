package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.message.ParsedMessage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `dkim/cases.json`: whole messages with their keys.
final class DkimCases {
  static final CorpusReader READER =
      CorpusReader.json(
          "dkim/cases.json", vectors -> (one, findings) -> check(one, vectors, findings));

  /// Best first: what a message with several signatures is worth.
  private static final List<String> WORTH =
      List.of("pass", "fail", "policy", "temperror", "permerror");

  private DkimCases() {}

  private static void check(JsonNode one, VectorDirectory vectors, Findings findings)
      throws UnreadableVectors {
    var file = "dkim/" + one.path("message").asText();
    var message =
        ParsedMessage.of(
            one.path("line_endings").asText().equals("crlf")
                ? vectors.bytes(file)
                : vectors.message(file));
    var verifier =
        new DkimVerifier(JsonZones.of(one.path("dns")), DkimLimits.DEFAULT, Words.clock(one));
    var results = verifier.verify(message);
    findings.oneOf("result", acceptable(one), overall(results));
    for (var expected : one.path("signatures")) {
      // The order of the expectations is not the order of the fields in every case.
      findings.holds(
          "a signature like " + expected,
          results.stream().anyMatch(result -> isLike(expected, result)),
          results);
    }
  }

  /// What the message as a whole is worth.
  static String overall(List<DkimResult> results) {
    return WORTH.stream()
        .filter(word -> results.stream().anyMatch(result -> result.keyword().equals(word)))
        .findFirst()
        .orElse("none");
  }

  private static Set<String> acceptable(JsonNode one) {
    var words = new LinkedHashSet<String>();
    if (one.has("accept")) {
      words.addAll(Words.texts(one.path("accept")));
    } else {
      words.add(one.path("expect").asText());
    }
    // RFC 8301 verifiers refuse SHA-1 and short keys, whatever else is wrong with the message.
    words.addAll(Words.texts(one.path("rfc8301_accept")));
    for (var tag : Words.texts(one.path("tags"))) {
      if (tag.equals("rsa-sha1")) {
        words.add("permerror");
      } else if (tag.equals("l-tag")) {
        words.add("policy"); // RFC 6376 §8.2: verifies, but l= leaves bytes to anybody
      }
    }
    return words;
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
