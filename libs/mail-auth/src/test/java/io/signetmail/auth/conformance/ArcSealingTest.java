package io.signetmail.auth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.arc.ArcSealer;
import io.signetmail.auth.arc.ArcValidator;
import io.signetmail.auth.arc.SealResult;
import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.ResultsParser;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.MessageHashes;
import io.signetmail.auth.dkim.Selector;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `arc/arc-draft-sign-tests.yml`: every tag of our seal and message signature but `b=` is the one
/// expected, and what we add validates. The order of tags and the folding are ours, so `b=` is too.
class ArcSealingTest {

  @TestFactory
  Stream<DynamicTest> suite() {
    var cases = new ArrayList<DynamicTest>();
    for (var scenario : ArcValidationTest.documents("arc/arc-draft-sign-tests.yml")) {
      for (var test : scenario.path("tests").properties()) {
        cases.add(DynamicTest.dynamicTest(test.getKey(), () -> check(scenario, test.getValue())));
      }
    }
    return cases.stream();
  }

  private static void check(JsonNode scenario, JsonNode test) {
    var bytes = Corpus.crlf(test.path("message").asText().getBytes(StandardCharsets.UTF_8));
    var zone = ArcValidationTest.zone(scenario);
    var message = ParsedMessage.of(bytes);
    var names = List.of(test.path("sig-headers").asText().split(":", -1));
    var clock = InstantSource.fixed(Instant.ofEpochSecond(test.path("t").asLong()));
    var chain = chain(bytes, zone, clock);
    var key =
        PemKeys.signingKey(
                DomainName.of(scenario.path("domain").asText()),
                Selector.of(scenario.path("sel").asText()),
                scenario.path("privatekey").asText())
            .orElseThrow();
    var sealer =
        new ArcSealer(
            clock, SigningOptions.DEFAULT.withFields(names, List.of()).withMinRsaBits(1024));
    var result = sealer.seal(message, key, results(message, test), chain);
    var expectedSeal = test.path("AS").asText();
    if (expectedSeal.isBlank()) {
      assertThat(result).isInstanceOf(SealResult.Unchanged.class);
      return;
    }
    assertThat(result).isInstanceOf(SealResult.Sealed.class);
    var fields = ((SealResult.Sealed) result).headerFields().getBytes(StandardCharsets.US_ASCII);
    var added = ParsedMessage.of(fields).headers();
    sameTags(added.get(0), expectedSeal, List.of("a", "cv", "d", "i", "s", "t"));
    sameTags(added.get(1), test.path("AMS").asText(), List.of("a", "bh", "c", "d", "i", "s", "t"));
    var whole = concat(fields, bytes);
    assertThat(chain(whole, zone, clock).keyword())
        .isEqualTo(expectedSeal.contains("cv=fail") ? "fail" : "pass");
  }

  private static ArcResult chain(byte[] message, JsonZone zone, InstantSource clock) {
    var verifier = new DkimVerifier(zone, DkimLimits.DEFAULT, clock);
    return new ArcValidator(verifier).validate(new MessageHashes(ParsedMessage.of(message)), zone);
  }

  private static AuthenticationResults results(ParsedMessage message, JsonNode test) {
    return message.headers("authentication-results").stream()
        .map(field -> ResultsParser.parse(field.value(), ResultsParser.Mode.LENIENT))
        .map(parsed -> ((ResultsParser.Ok) parsed).results())
        .filter(results -> results.authservId().equals(test.path("srv-id").asText()))
        .findFirst()
        .orElseGet(() -> new AuthenticationResults(test.path("srv-id").asText(), List.of()));
  }

  private static void sameTags(HeaderField field, String expected, List<String> names) {
    var ours = tags(field.messageBytes(), field.valueStart(), field.end());
    var theirs = expected.strip().getBytes(StandardCharsets.US_ASCII);
    var wanted = tags(theirs, 0, theirs.length);
    for (var name : names) {
      assertThat(ours.compactValue(name)).as(name).isEqualTo(wanted.compactValue(name));
    }
  }

  private static TagList tags(byte[] bytes, int from, int to) {
    return ((TagList.Ok) TagList.parse(bytes, from, to)).tags();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var out = new ByteArrayOutputStream();
    Stream.of(first, second).map(part -> Arrays.copyOf(part, part.length)).forEach(out::writeBytes);
    return out.toByteArray();
  }
}
