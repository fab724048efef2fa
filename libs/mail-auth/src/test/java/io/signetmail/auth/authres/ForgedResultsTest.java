package io.signetmail.auth.authres;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForgedResultsTest {

  /// RFC 8601 §5.
  @ParameterizedTest(name = "{0} is ours: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Authentication-Results: mx.signet.example; dkim=pass         | true
          authentication-results: MX.Signet.Example; dkim=pass         | true
          Authentication-Results : mx.signet.example; dkim=pass        | true
          Authentication-Results: (a) mx.signet.example (b); dkim=pass | true
          Authentication-Results: "mx.signet.example"; none            | true
          Authentication-Results: mx.signet.example 99; none           | true
          Authentication-Results: mx.signet.example                    | true
          Authentication-Results: (open mx.signet.example; dkim=pass   | true
          Authentication-Results: other.example; dkim=pass             | false
          Authentication-Results: mx.signet.example.net; dkim=pass     | false
          Authentication-Results: other.example (mx.signet.example); none | false
          ARC-Authentication-Results: i=1; mx.signet.example; none     | false
          X-Authentication-Results: mx.signet.example; none            | false
          """)
  void onlyOursAreRemoved(String field, boolean ours) {
    var message = "Subject: a\r\n" + field + "\r\nFrom: a@b.example\r\n\r\nbody\r\n";
    var parsed = ParsedMessage.of(message.getBytes(StandardCharsets.UTF_8));
    var found = ForgedResults.find(parsed, "mx.signet.example");
    if (!ours) {
      assertThat(found).isEmpty();
      return;
    }
    assertThat(found).hasSize(1);
    var range = found.getFirst();
    assertThat(message.substring(range.start(), range.end())).isEqualTo(field + "\r\n");
  }

  @Test
  void aLineSomeReadersUnfoldIntoTheFieldIsRemoved() {
    var line = "Authentication-Results\r\n : mx.signet.example; dmarc=pass\r\n";
    var message = "Subject: a\r\n" + line + "From: a@b.example\r\n\r\n";
    var found =
        ForgedResults.find(
            ParsedMessage.of(message.getBytes(StandardCharsets.US_ASCII)), "mx.signet.example");
    assertThat(found).hasSize(1);
    assertThat(message.substring(found.getFirst().start(), found.getFirst().end())).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({"bücher.example,xn--bcher-kva.example", "xn--bcher-kva.example,bücher.example"})
  void internationalNamesAreComparedAsOne(String written, String ours) {
    var message = "Authentication-Results: \"" + written + "\"; none\r\nFrom: a@b.example\r\n\r\n";
    var parsed = ParsedMessage.of(message.getBytes(StandardCharsets.UTF_8));
    assertThat(ForgedResults.find(parsed, ours)).hasSize(1);
  }
}
