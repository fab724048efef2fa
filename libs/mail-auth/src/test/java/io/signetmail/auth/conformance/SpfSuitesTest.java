package io.signetmail.auth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfEvaluator;
import io.signetmail.auth.spf.SpfLimits;
import io.signetmail.auth.spf.SpfQuery;
import io.signetmail.auth.spf.SpfResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The public SPF suites. The one of RFC 7208 must pass as a whole; each difference from the older
/// ones stands, with its reason, in the table of docs/conformance.md, and nothing else does.
class SpfSuitesTest {
  private static final Path TABLE = Path.of("../../docs/conformance.md");
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_000));

  @TestFactory
  Stream<DynamicTest> rfc7208() {
    return SpfSuite.read(Corpus.file("spf/rfc7208-tests.yml")).stream()
        .map(
            one -> DynamicTest.dynamicTest(one.name(), () -> assertThat(deviation(one)).isEmpty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rfc4408-tests.yml",
        "pyspf-dev-tests.yml",
        "jspf-tests.yml",
        "jspf-mailzone-tests.yml",
        "stalwart-tests.yml"
      })
  void olderSuites(String file) throws IOException {
    var deviations = new TreeMap<String, String>();
    for (var one : SpfSuite.read(Corpus.file("spf/" + file))) {
      var deviation = deviation(one);
      if (!deviation.isEmpty()) {
        deviations.put(one.name(), deviation);
      }
    }
    assertThat(deviations).isEqualTo(documented(file));
  }

  @Test
  void ourOwnCases() {
    var cases = SpfSuite.read(Path.of("src/test/resources/spf/signet-tests.yml"));
    assertThat(cases).isNotEmpty();
    for (var one : cases) {
      assertThat(deviation(one)).as(one.name()).isEmpty();
    }
  }

  /// What we say and what the case wants; empty when we agree.
  private static String deviation(SpfSuite.Case one) {
    var ip = IpLiteral.parse(one.host());
    if (ip.isEmpty()) {
      return "not an address";
    }
    var query =
        new SpfQuery(ip.get(), one.helo(), ReversePath.parse(one.mailFrom()), one.receiver());
    var result = new SpfEvaluator(one.zone(), SpfLimits.defaults(), CLOCK).check(query);
    if (!one.results().contains(result.keyword())) {
      return result.keyword() + " for " + String.join("/", one.results());
    }
    if (result instanceof SpfResult.Fail(_, _, var explanation) && !one.explanation().isEmpty()) {
      var expected = one.explanation().equals("DEFAULT") ? "" : one.explanation();
      return explanation.equals(expected) ? "" : "explains \"" + explanation + '"';
    }
    return "";
  }

  /// Rows `| file | test | ours for theirs | reason |`.
  private static Map<String, String> documented(String file) throws IOException {
    var rows = new TreeMap<String, String>();
    for (var line : Files.readAllLines(TABLE)) {
      var cells = line.split("\\|", -1);
      if (cells.length > 4 && cells[1].strip().equals(file)) {
        assertThat(cells[4]).as("reason of " + cells[2]).isNotBlank();
        rows.put(cells[2].strip(), cells[3].strip());
      }
    }
    return rows;
  }
}
