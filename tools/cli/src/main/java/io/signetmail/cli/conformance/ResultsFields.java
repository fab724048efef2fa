package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.authres.ResultsParser;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `authres/cases.json`: Authentication-Results fields as RFC 8601 and as the world writes them.
final class ResultsFields {
  static final CorpusReader READER =
      CorpusReader.json("authres/cases.json", _ -> ResultsFields::check);

  private ResultsFields() {}

  private static void check(JsonNode one, Findings findings) {
    var header = one.path("header").asText();
    var valid = one.path("valid").asBoolean();
    switch (ResultsParser.parse(header.substring(header.indexOf(':') + 1), mode(one))) {
      case ResultsParser.Invalid(var reason) ->
          findings.equal("read", valid ? "yes" : "no", valid ? "no: " + reason : "no");
      case ResultsParser.Ok(var results) -> {
        findings.equal("read", valid ? "yes" : "no", "yes");
        if (valid) {
          checkFlat(one.path("expect"), results, findings);
        }
        if (valid && one.has("tree")) {
          checkTree(one.path("tree"), results, findings);
        }
      }
    }
  }

  private static ResultsParser.Mode mode(JsonNode one) {
    return switch (one.path("mode").asText()) {
      case "strict" -> ResultsParser.Mode.STRICT;
      case "strict+eai" -> ResultsParser.Mode.STRICT_UTF8;
      default -> ResultsParser.Mode.LENIENT;
    };
  }

  private static void checkFlat(JsonNode expect, AuthenticationResults got, Findings findings) {
    if (expect.has("authserv_id")) {
      findings.equal("authserv-id", expect.path("authserv_id").asText(), got.authservId());
    }
    if (expect.has("authres_version")) {
      findings.equal("version", expect.path("authres_version").asInt(), got.version());
    }
    if (expect.has("count")) {
      findings.equal("number of results", expect.path("count").asInt(), got.results().size());
    }
    for (var entry : expect.path("results").properties()) {
      var result = result(got, Integer.parseInt(entry.getKey()));
      for (var wanted : entry.getValue().properties()) {
        findings.equal(
            "result " + entry.getKey() + " " + wanted.getKey(),
            wanted.getValue().asText(),
            result == null ? "no such result" : field(result, wanted.getKey()));
      }
    }
  }

  private static @Nullable MethodResult result(AuthenticationResults got, int index) {
    return index < got.results().size() ? got.results().get(index) : null;
  }

  private static String field(MethodResult result, String name) {
    return switch (name) {
      case "method" -> result.method();
      case "result" -> result.result();
      case "reason" -> result.reason().orElse("");
      case "method_version" -> "1";
      default -> {
        var parts = name.split("\\.", 3); // prop.<ptype>.<property>
        if (parts.length != 3 || !parts[0].equals("prop")) {
          throw new IllegalArgumentException("expectation " + name);
        }
        yield result.property(parts[1], parts[2]).orElse("");
      }
    };
  }

  private static void checkTree(JsonNode tree, AuthenticationResults got, Findings findings) {
    findings.equal(
        "authserv-id", tree.path("authserv_id").path("value").asText(), got.authservId());
    var entries = new ArrayList<JsonNode>();
    tree.path("children").forEach(entries::add);
    entries.removeIf(entry -> !entry.path("type").asText().equals("entry"));
    findings.equal("number of results", entries.size(), got.results().size());
    for (var i = 0; i < Math.min(entries.size(), got.results().size()); i++) {
      var result = got.results().get(i);
      findings.equal("method " + i, lower(entries.get(i).path("key")), result.method());
      findings.equal("result " + i, lower(entries.get(i).path("value")), result.result());
      for (var child : entries.get(i).path("children")) {
        if (child.path("type").asText().equals("subentry")) {
          checkSubentry(child, result, findings);
        }
      }
    }
  }

  private static void checkSubentry(JsonNode child, MethodResult result, Findings findings) {
    var key = child.path("key").asText();
    var dot = key.indexOf('.');
    var value =
        key.equals("reason")
            ? result.reason()
            : dot < 0
                ? result.property("", key)
                : result.property(key.substring(0, dot), key.substring(dot + 1));
    findings.equal(key, child.path("value").asText(), value.orElse("not there"));
  }

  private static String lower(JsonNode text) {
    return text.asText().toLowerCase(Locale.ROOT);
  }
}
