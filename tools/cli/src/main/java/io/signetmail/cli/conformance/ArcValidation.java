package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// `arc/*validation*.yml`: chains and their status (RFC 8617 §4.4).
final class ArcValidation implements CorpusReader {
  @Override
  public List<String> files(VectorDirectory vectors) throws UnreadableVectors {
    return vectors.files("arc", ".yml").stream()
        .filter(file -> file.contains("validation"))
        .toList();
  }

  @Override
  public Corpus read(VectorDirectory vectors, String file) throws UnreadableVectors {
    return ArcSuite.read(vectors, file, ArcValidation::check);
  }

  private static void check(JsonNode scenario, JsonNode test, Findings findings) {
    var message =
        VectorDirectory.crlf(test.path("message").asText().getBytes(StandardCharsets.UTF_8));
    var expected = test.path("cv").asText().toLowerCase(Locale.ROOT);
    // Empty: a chain that ended in cv=fail. RFC 8617 §5.2 step 2 says "fail", and that a failed
    // chain is treated like none.
    findings.oneOf(
        "chain",
        expected.isEmpty() ? List.of("fail", "none") : List.of(expected),
        ArcSuite.chain(message, ArcSuite.zone(scenario), Words.RECORDED).keyword());
  }
}
