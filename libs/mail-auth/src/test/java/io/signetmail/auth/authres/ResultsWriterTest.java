package io.signetmail.auth.authres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsWriterTest {

  /// RFC 8601 §2.2.
  @Test
  void noResultsIsNone() {
    assertThat(new AuthenticationResults("mx.example.org", List.of()).toField())
        .isEqualTo("Authentication-Results: mx.example.org; none\r\n");
  }

  @Test
  void everyResultHasItsOwnLine() {
    var results =
        new AuthenticationResults(
            "mx.example.org",
            List.of(
                MethodResult.of("spf", "pass").with("smtp", "mailfrom", "joe@example.com"),
                MethodResult.of("dmarc", "fail")
                    .withRemark("p=reject")
                    .with("header", "from", "example.com")));
    assertThat(results.toField())
        .isEqualToNormalizingNewlines(
            """
            Authentication-Results: mx.example.org;
            \tspf=pass smtp.mailfrom=joe@example.com;
            \tdmarc=fail (p=reject) header.from=example.com
            """);
  }

  /// RFC 8601 §7.4: values of strangers must not become header fields.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nX-Evil: 1",
        "a\nX-Evil: 1",
        "a\r\n\r\nbody",
        "\"; dkim=pass header.d=bank.example",
        "a; dkim=pass header.d=bank.example",
        "a (comment",
        "a\\",
        "\u0000",
        "é; dkim=pass",
        "a b@c d",
        "a@b@c",
        "@",
        ""
      })
  void aHostileValueStaysOneValue(String hostile) {
    var field =
        new AuthenticationResults(
                "mx.example.org",
                List.of(
                    MethodResult.of("spf", "fail")
                        .withReason(hostile)
                        .withRemark(hostile)
                        .with("smtp", "helo", hostile)))
            .toField();
    assertThat(field).matches("(?s)[\\x20-\\x7e]*(\r\n\t[\\x20-\\x7e]+)*\r\n");
    var parsed =
        ResultsParser.parse(field.substring(field.indexOf(':') + 1), ResultsParser.Mode.STRICT);
    assertThat(parsed).isInstanceOf(ResultsParser.Ok.class);
    var results = ((ResultsParser.Ok) parsed).results();
    assertThat(results.results()).hasSize(1);
    assertThat(results.results().getFirst().properties()).hasSize(1);
  }

  @Test
  void aLongValueIsCut() {
    var field =
        new AuthenticationResults(
                "mx.example.org",
                List.of(MethodResult.of("spf", "none").with("smtp", "helo", "a".repeat(100_000))))
            .toField();
    assertThat(field.lines()).allMatch(line -> line.length() < 500);
  }

  @Test
  void aMethodThatIsNoKeywordIsOurMistake() {
    var results =
        new AuthenticationResults("mx", List.of(MethodResult.of("dkim=pass; spf", "pass")));
    assertThatThrownBy(results::toField).isInstanceOf(IllegalArgumentException.class);
  }
}
