package io.signetmail.auth.authres;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResultsProperties {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a",
            "example.com",
            " ",
            "\t",
            "\r\n",
            "\n",
            "\u0000",
            ";",
            "=",
            "\"",
            "\\",
            "(",
            ")",
            "@",
            ".",
            "/",
            "1",
            "none",
            "pass",
            "spf",
            "reason",
            "header",
            "é",
            "x-y")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 5_000)
  void anyTextIsReadOrRefused(@ForAll("texts") String text) {
    for (var mode : ResultsParser.Mode.values()) {
      assertThat(ResultsParser.parse(text, mode)).isNotNull();
      assertThat(ResultsParser.parse("mx.example; spf=pass " + text, mode)).isNotNull();
    }
  }

  /// What we write is read back by the strictest reader: printable values as they were.
  @Property(tries = 2_000)
  void parseOfPrintIsTheSame(@ForAll("texts") String first, @ForAll("texts") String second) {
    var value = first.replaceAll("[^ -~]", "");
    var results =
        new AuthenticationResults(
            "mx.example",
            List.of(
                MethodResult.of("spf", "fail")
                    .withReason(second.replaceAll("[^ -~]", ""))
                    .with("smtp", "mailfrom", value),
                MethodResult.of("dkim", "none").with("header", "d", "example.com")));
    var field = results.toField();
    assertThat(
            ResultsParser.parse(field.substring(field.indexOf(':') + 1), ResultsParser.Mode.STRICT))
        .isEqualTo(new ResultsParser.Ok(results));
  }

  /// However hostile the values: one field, ours on top.
  @Property(tries = 2_000)
  void neverMoreThanOneField(@ForAll("texts") String value) {
    var field =
        new AuthenticationResults(
                value,
                List.of(
                    MethodResult.of("spf", "fail").withRemark(value).with("smtp", "helo", value)))
            .toField();
    var message = ParsedMessage.of(field.getBytes(StandardCharsets.UTF_8));
    assertThat(message.headers()).hasSize(1);
    assertThat(message.defects()).isEmpty();
    assertThat(message.bodyLength()).isZero();
  }
}
