package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.arc.ArcSealer;
import io.signetmail.auth.arc.SealResult;
import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.ResultsParser;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.TagList;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.pem.PemKeys;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// `arc/*sign*.yml`: every tag of our seal and message signature but `b=` is the one expected, and
/// what we add validates. The order of tags and the folding are ours, so `b=` is too.
final class ArcSealing implements CorpusReader {
  @Override
  public List<String> files(VectorDirectory vectors) throws UnreadableVectors {
    return vectors.files("arc", ".yml").stream().filter(file -> file.contains("sign")).toList();
  }

  @Override
  public Corpus read(VectorDirectory vectors, String file) throws UnreadableVectors {
    return ArcSuite.read(vectors, file, ArcSealing::check);
  }

  private static void check(JsonNode scenario, JsonNode test, Findings findings) {
    var bytes =
        VectorDirectory.crlf(test.path("message").asText().getBytes(StandardCharsets.UTF_8));
    var zone = ArcSuite.zone(scenario);
    var message = ParsedMessage.of(bytes);
    var clock = InstantSource.fixed(Instant.ofEpochSecond(test.path("t").asLong()));
    var names = List.of(test.path("sig-headers").asText().split(":", -1));
    var sealer =
        new ArcSealer(
            clock, SigningOptions.DEFAULT.withFields(names, List.of()).withMinRsaBits(1024));
    var chain = ArcSuite.chain(bytes, zone, clock);
    var expected = test.path("AS").asText();
    switch (sealer.seal(message, key(scenario), results(message, test), chain)) {
      case SealResult.Refused(var problem) -> findings.equal("seals", "yes", problem);
      case SealResult.Unchanged(var reason) ->
          findings.equal("set", expected.isBlank() ? "none" : expected, "none: " + reason);
      case SealResult.Sealed(var fields, _) -> {
        if (expected.isBlank()) {
          findings.equal("set", "none", fields);
          return;
        }
        var added = fields.getBytes(StandardCharsets.US_ASCII);
        compare(ParsedMessage.of(added).headers(), test, findings);
        findings.equal(
            "chain with our set",
            expected.contains("cv=fail") ? "fail" : "pass",
            ArcSuite.chain(concat(added, bytes), zone, clock).keyword());
      }
    }
  }

  private static void compare(List<HeaderField> added, JsonNode test, Findings findings) {
    same(added.get(0), test.path("AS").asText(), List.of("a", "cv", "d", "i", "s", "t"), findings);
    same(
        added.get(1),
        test.path("AMS").asText(),
        List.of("a", "bh", "c", "d", "i", "s", "t"),
        findings);
  }

  private static SigningKey key(JsonNode scenario) {
    return PemKeys.signingKey(
            DomainName.of(scenario.path("domain").asText()),
            Selector.of(scenario.path("sel").asText()),
            scenario.path("privatekey").asText())
        .orElseThrow(() -> new IllegalArgumentException("no usable key in \"privatekey\""));
  }

  private static AuthenticationResults results(ParsedMessage message, JsonNode test) {
    var authservId = test.path("srv-id").asText();
    for (var field : message.headers("authentication-results")) {
      if (ResultsParser.parse(field.value(), ResultsParser.Mode.LENIENT)
              instanceof ResultsParser.Ok(var results)
          && results.authservId().equals(authservId)) {
        return results;
      }
    }
    return new AuthenticationResults(authservId, List.of());
  }

  private static void same(
      HeaderField field, String expected, List<String> names, Findings findings) {
    var ours = TagList.parse(field.messageBytes(), field.valueStart(), field.end());
    var theirs = TagList.parse(expected.strip());
    if (!(ours instanceof TagList.Ok(var got)) || !(theirs instanceof TagList.Ok(var wanted))) {
      findings.equal(field.lowerName(), expected, field.value());
      return;
    }
    for (var name : names) {
      findings.equal(
          field.lowerName() + " " + name + "=",
          wanted.compactValue(name).orElse(""),
          got.compactValue(name).orElse(""));
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var out = new ByteArrayOutputStream(first.length + second.length);
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }
}
