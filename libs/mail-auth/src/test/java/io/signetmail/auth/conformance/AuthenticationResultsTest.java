package io.signetmail.auth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.authres.ResultsParser;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `authres/cases.json`: fields as the RFC and as the world writes them.
class AuthenticationResultsTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    var cases = new ArrayList<DynamicTest>();
    for (var c : Corpus.json("authres/cases.json").path("cases")) {
      cases.add(DynamicTest.dynamicTest(c.path("id").asText(), () -> check(c)));
    }
    return cases.stream();
  }

  private static void check(JsonNode c) {
    Assumptions.assumeFalse(c.path("disputed").asBoolean(), c.path("note").asText());
    var header = c.path("header").asText();
    var parsed = ResultsParser.parse(header.substring(header.indexOf(':') + 1), mode(c));
    if (!c.path("valid").asBoolean()) {
      assertThat(parsed).isInstanceOf(ResultsParser.Invalid.class);
      return;
    }
    assertThat(parsed).isInstanceOf(ResultsParser.Ok.class);
    var results = ((ResultsParser.Ok) parsed).results();
    checkFlat(c.path("expect"), results);
    if (c.has("tree")) {
      checkTree(c.path("tree"), results);
    }
  }

  private static ResultsParser.Mode mode(JsonNode c) {
    return switch (c.path("mode").asText()) {
      case "strict" -> ResultsParser.Mode.STRICT;
      case "strict+eai" -> ResultsParser.Mode.STRICT_UTF8;
      default -> ResultsParser.Mode.LENIENT;
    };
  }

  private static void checkFlat(JsonNode expect, AuthenticationResults results) {
    if (expect.has("authserv_id")) {
      assertThat(results.authservId()).isEqualTo(expect.path("authserv_id").asText());
    }
    if (expect.has("authres_version")) {
      assertThat(results.version()).isEqualTo(expect.path("authres_version").asInt());
    }
    if (expect.has("count")) {
      assertThat(results.results()).hasSize(expect.path("count").asInt());
    }
    for (var entry : expect.path("results").properties()) {
      var result = results.results().get(Integer.parseInt(entry.getKey()));
      for (var wanted : entry.getValue().properties()) {
        assertThat(field(result, wanted.getKey())).isEqualTo(wanted.getValue().asText());
      }
    }
  }

  private static String field(MethodResult result, String name) {
    return switch (name) {
      case "method" -> result.method();
      case "result" -> result.result();
      case "reason" -> result.reason().orElse("");
      case "method_version" -> "1";
      default -> {
        var parts = name.split("\\.", 3); // prop.<ptype>.<property>
        assertThat(parts[0]).isEqualTo("prop");
        yield result.property(parts[1], parts[2]).orElse("");
      }
    };
  }

  private static void checkTree(JsonNode tree, AuthenticationResults results) {
    assertThat(results.authservId()).isEqualTo(tree.path("authserv_id").path("value").asText());
    var entries = new ArrayList<JsonNode>();
    tree.path("children").forEach(entries::add);
    entries.removeIf(entry -> !entry.path("type").asText().equals("entry"));
    assertThat(results.results()).hasSameSizeAs(entries);
    for (var i = 0; i < entries.size(); i++) {
      var result = results.results().get(i);
      assertThat(result.method()).isEqualTo(lower(entries.get(i).path("key")));
      assertThat(result.result()).isEqualTo(lower(entries.get(i).path("value")));
      for (var child : entries.get(i).path("children")) {
        if (child.path("type").asText().equals("subentry")) {
          checkSubentry(child, result);
        }
      }
    }
  }

  private static void checkSubentry(JsonNode child, MethodResult result) {
    var key = child.path("key").asText();
    var dot = key.indexOf('.');
    var value =
        key.equals("reason")
            ? result.reason()
            : dot < 0
                ? result.property("", key)
                : result.property(key.substring(0, dot), key.substring(dot + 1));
    assertThat(value).as(key).contains(child.path("value").asText());
  }

  private static String lower(JsonNode text) {
    return text.asText().toLowerCase(Locale.ROOT);
  }
}
