package io.signetmail.auth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.arc.ArcValidator;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.MessageHashes;
import io.signetmail.auth.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// `arc/`: the ValiMail validation suite and real sealed messages.
class ArcValidationTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> suite() {
    var cases = new ArrayList<DynamicTest>();
    for (var scenario : documents("arc/arc-draft-validation-tests.yml")) {
      for (var test : scenario.path("tests").properties()) {
        cases.add(DynamicTest.dynamicTest(test.getKey(), () -> check(scenario, test.getValue())));
      }
    }
    return cases.stream();
  }

  @TestFactory
  Stream<DynamicTest> messages() {
    var cases = new ArrayList<DynamicTest>();
    for (var c : Corpus.json("arc/messages.json").path("cases")) {
      cases.add(
          DynamicTest.dynamicTest(
              c.path("id").asText(),
              () ->
                  assertThat(
                          status(
                              Corpus.crlf(Corpus.bytes("arc/" + c.path("message").asText())),
                              new JsonZone(c.path("dns"))))
                      .isEqualTo(c.path("expect_cv").asText())));
    }
    return cases.stream();
  }

  static List<JsonNode> documents(String name) {
    // An empty block scalar whose only line has spaces is an error to a YAML 1.2 reader.
    var text =
        new String(Corpus.bytes(name), StandardCharsets.UTF_8)
            .replaceAll("cv: +\\| *\\R +\\R", "cv: ''\n");
    var documents = new ArrayList<JsonNode>();
    for (var document :
        new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build())
            .loadAllFromString(text)) {
      documents.add(JSON.valueToTree(document));
    }
    return documents;
  }

  private static void check(JsonNode scenario, JsonNode test) {
    var message = Corpus.crlf(test.path("message").asText().getBytes(StandardCharsets.UTF_8));
    var expected = test.path("cv").asText().toLowerCase(Locale.ROOT);
    // Empty: a chain that ended in cv=fail. RFC 8617 §5.2 step 2 says "fail", and that a failed
    // chain is treated like none.
    assertThat(status(message, zone(scenario)))
        .isIn(expected.isEmpty() ? Set.of("fail", "none") : Set.of(expected));
  }

  static JsonZone zone(JsonNode scenario) {
    var names = JSON.createObjectNode();
    for (var record : scenario.path("txt-records").properties()) {
      names.putObject(record.getKey()).putArray("TXT").add(record.getValue().asText());
    }
    return new JsonZone(names);
  }

  static String status(byte[] message, JsonZone zone) {
    var verifier = new DkimVerifier(zone, DkimLimits.DEFAULT, InstantSource.fixed(NOW));
    var hashes = new MessageHashes(ParsedMessage.of(message));
    return new ArcValidator(verifier).validate(hashes, zone).keyword();
  }
}
