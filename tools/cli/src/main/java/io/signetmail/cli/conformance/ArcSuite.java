package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.arc.ArcValidator;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.MessageHashes;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/// What the YAML suites of ValiMail share: documents with tests and key records.
final class ArcSuite {
  private static final String DISAGREEMENTS = "arc/disagreements.json";

  private ArcSuite() {}

  @FunctionalInterface
  interface Check {
    void run(JsonNode scenario, JsonNode test, Findings findings) throws Exception;
  }

  static Corpus read(VectorDirectory vectors, String file, Check check) throws UnreadableVectors {
    var disputed = disputed(vectors);
    var cases = new ArrayList<Corpus.Case>();
    for (var scenario : vectors.yamlAsJson(file)) {
      for (var test : scenario.path("tests").properties()) {
        cases.add(
            new Corpus.Case(
                test.getKey(),
                disputed.getOrDefault(test.getKey(), ""),
                findings -> check.run(scenario, test.getValue(), findings)));
      }
    }
    return new Corpus(file, cases);
  }

  private static Map<String, String> disputed(VectorDirectory vectors) throws UnreadableVectors {
    var reasons = new HashMap<String, String>();
    if (vectors.has(DISAGREEMENTS)) {
      for (var one : vectors.cases(DISAGREEMENTS)) {
        reasons.put(
            one.path("test").asText(),
            one.path("other").asText() + " says " + one.path("other_result").asText());
      }
    }
    return reasons;
  }

  static ZoneDns zone(JsonNode scenario) {
    var zone = ZoneDns.builder();
    for (var record : scenario.path("txt-records").properties()) {
      DomainName.parseQueryName(record.getKey())
          .ifPresent(name -> zone.txt(name, new TxtRecord(record.getValue().asText())));
    }
    return zone.build();
  }

  static ArcResult chain(byte[] message, DnsClient zone, InstantSource clock) {
    var verifier = new DkimVerifier(zone, DkimLimits.DEFAULT, clock);
    return new ArcValidator(verifier).validate(new MessageHashes(ParsedMessage.of(message)), zone);
  }
}
