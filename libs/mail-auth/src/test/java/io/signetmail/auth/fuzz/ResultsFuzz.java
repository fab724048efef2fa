package io.signetmail.auth.fuzz;

import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.ForgedResults;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.authres.ResultsParser;
import io.signetmail.auth.authres.ResultsParser.Mode;
import io.signetmail.auth.message.ParsedMessage;
import java.util.List;

/// Authentication-Results: the bytes as a field that arrives, and as the values of one we write.
public final class ResultsFuzz {
  static final Alphabet WORDS =
      new Alphabet(
          ";",
          "; ",
          "=",
          "mx.test",
          "mx.test 1",
          " 1",
          "none",
          "spf",
          "dkim",
          "dmarc",
          "=pass",
          "=fail",
          "spf=pass",
          "dkim=fail",
          "smtp.mailfrom=",
          "header.d=",
          "header.b=",
          "policy.x=",
          "a@b.example",
          "@",
          "(",
          ")",
          "\"",
          "\\",
          "reason=",
          "reason=\"x\"",
          "/1",
          "/",
          ".",
          "\r\n ",
          "\t",
          " ",
          "\u00fc",
          "\0",
          "from=",
          "example.com",
          "x_y",
          "[",
          "]",
          "<",
          ">",
          ",",
          "?",
          "b");

  private ResultsFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    read(Fixtures.latin1(input));
    var mapped = Fixtures.latin1(WORDS.map(input));
    read(mapped);
    read("mx.test; " + mapped);
    write(Fixtures.latin1(input));
    write(mapped);
    find(Fixtures.latin1("Authentication-Results: " + mapped + "\r\n\r\n"));
  }

  private static void read(String text) {
    for (var mode : Mode.values()) {
      switch (ResultsParser.parse(text, mode)) {
        case ResultsParser.Invalid(var reason) ->
            Promise.that(!reason.isEmpty() && reason.length() < 200, "a short reason");
        case ResultsParser.Ok(var results) -> {
          Promise.that(results.results().size() <= 100, "bounded results");
          if (mode == Mode.STRICT) {
            readAgain(results);
          }
        }
      }
    }
  }

  private static void readAgain(AuthenticationResults results) {
    var field = results.toField();
    Promise.equal(ParsedMessage.of(Fixtures.latin1(field)).headers().size(), 1, "one field");
    var again = ResultsParser.parse(value(field), Mode.STRICT);
    Promise.that(again instanceof ResultsParser.Ok, "what we write is strict: " + field);
    var twice = ((ResultsParser.Ok) again).results().toField();
    Promise.equal(twice, field, "printed, read, printed");
  }

  private static void write(String value) {
    var result =
        MethodResult.of("spf", "fail")
            .withReason(value)
            .withRemark(value)
            .with("smtp", "mailfrom", value)
            .with("smtp", "helo", value);
    var field = new AuthenticationResults("mx.test", List.of(result, result)).toField();
    Promise.equal(ParsedMessage.of(Fixtures.latin1(field)).headers().size(), 1, "one field");
    Promise.that(field.length() < 8_000, "a bounded field");
    Promise.that(
        field.chars().allMatch(c -> (c >= ' ' && c <= '~') || "\r\n\t".indexOf(c) >= 0), "ASCII");
    Promise.that(
        ResultsParser.parse(value(field), Mode.STRICT) instanceof ResultsParser.Ok(var read)
            && read.results().size() == 2
            && read.results().getFirst().result().equals("fail")
            && read.results().getFirst().properties().size() == 2,
        "hostile values stay values: " + field);
  }

  /// A field that software could take for ours is found, whatever stands behind the name.
  private static void find(byte[] message) {
    var parsed = ParsedMessage.of(message);
    var forged = ForgedResults.find(parsed, "mx.test");
    if (ResultsParser.parse(parsed.headers().getFirst().value(), Mode.STRICT)
            instanceof ResultsParser.Ok(var read)
        && read.authservId().equalsIgnoreCase("mx.test")) {
      Promise.that(!forged.isEmpty(), "a field in our name is found");
    }
  }

  private static String value(String field) {
    return field.substring(field.indexOf(':') + 1, field.length() - 2);
  }
}
