package io.signetmail.keys.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every call of the description, many times, with what a stranger may send. Never a 5xx; whatever
/// is refused is refused with a problem that says why, and which field it is about.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class FuzzTest {
  private static final int CALLS_EACH = 150;
  private static final long SEED = 20261123;
  private static final Pattern PARAMETER = Pattern.compile("\\{[a-z]+}");
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Problems that are about no one field.
  private static final Set<String> ABOUT_THE_WHOLE =
      Set.of("invalid-json", "not-found", "method-not-allowed", "no-signing-key", "delegation-off");

  /// What a problem about the body as a whole says.
  private static final Set<String> WHOLE_BODY =
      Set.of("the body is missing", "the body is not a JSON object of this call");

  private static final List<String> TEXTS =
      List.of(
          "fuzz.example",
          "x.fuzz.example",
          "fuzzer",
          "s1",
          "",
          " ",
          ".",
          "..",
          "-",
          "null",
          "0",
          "-1",
          "99999999999999999999",
          "1e999",
          "'; DROP TABLE domain; --",
          "\" OR 1=1",
          "%s%n$x",
          "\u0000",
          "a\u0000b",
          "line\r\nbreak: yes",
          "\u202e\ufeff\uffff",
          "\ud83d\ude00",
          "bücher.example",
          "../../etc/passwd",
          "<script>",
          "${jndi:ldap://x}",
          "a".repeat(300),
          "ä".repeat(3000),
          "admin",
          "signer",
          "ed25519",
          "rsa-sha256",
          "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
          "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
          "2030-01-01T00:00:00Z");

  private static final List<String> FIELDS =
      List.of(
          "password",
          "algorithm",
          "selector",
          "user",
          "privateKey",
          "passphrase",
          "name",
          "role",
          "domains",
          "expiresAt",
          "token",
          "digest",
          "domain",
          "keyNeverLeaves",
          "surprise");

  private final Random random = new Random(SEED);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void ready() {
    Api.awaitReady();
    Api.ADMIN.domain("fuzz.example");
    Api.ADMIN.user("fuzzer", "password1", "fuzz.example");
  }

  @Test
  void nothingMakesTheServiceFail() throws IOException, InterruptedException {
    var paths = JSON.readTree(given().get("/q/openapi?format=json").asByteArray()).get("paths");
    var failures = new ArrayList<String>();
    int calls = 0;
    for (var path : paths.properties()) {
      for (var method : path.getValue().properties()) {
        for (int i = 0; i < CALLS_EACH; i++) {
          var request = request(path.getKey(), method.getKey(), method.getValue());
          var answer = send(request);
          calls++;
          complaint(path.getKey(), answer)
              .ifPresent(what ->
                  failures.add(
                      request.method() + " " + request.uri() + ": " + what + " " + answer.body()));
        }
      }
    }
    assertThat(failures).isEmpty();
    assertThat(calls).isGreaterThan(2000);
  }

  /// Once more on a new connection: the server closes one whose request it did not read to the end.
  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException _) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static Optional<String> complaint(String path, HttpResponse<String> answer)
      throws IOException {
    int status = answer.statusCode();
    if (status < 400) {
      return Optional.empty();
    }
    if (status >= 500) {
      return Optional.of("a fault, " + status);
    }
    if (status == 414) {
      return Optional.empty(); // the HTTP server's own, before there is a call
    }
    if (path.equals("/")) {
      return answer.body().isEmpty() ? Optional.empty() : Optional.of("a body");
    }
    var type = answer.headers().firstValue("Content-Type").orElse("none");
    if (!type.equals("application/problem+json")) {
      return Optional.of(status + " of type " + type);
    }
    var problem = JSON.readTree(answer.body());
    var slug = problem.path("type").asText().replaceAll(".*/", "");
    if (problem.path("status").asInt() != status || problem.path("detail").asText().isEmpty()) {
      return Optional.of("no reason");
    }
    return problem.path("field").asText().isEmpty()
            && !ABOUT_THE_WHOLE.contains(slug)
            && !WHOLE_BODY.contains(problem.path("detail").asText())
        ? Optional.of("no field")
        : Optional.empty();
  }

  private HttpRequest request(String path, String method, JsonNode operation) {
    var uri = new StringBuilder("http://localhost:" + RestAssured.port);
    uri.append(PARAMETER.matcher(path).replaceAll(_ -> encoded(segment())));
    var separator = "?";
    for (var parameter : operation.path("parameters")) {
      if (parameter.path("in").asText().equals("query") && random.nextInt(5) > 0) {
        uri.append(separator).append(parameter.get("name").asText()).append('=');
        uri.append(encoded(any(TEXTS)));
        separator = "&";
      }
    }
    var body =
        operation.has("requestBody") && random.nextInt(10) > 0
            ? HttpRequest.BodyPublishers.ofString(body())
            : HttpRequest.BodyPublishers.noBody();
    return HttpRequest.newBuilder(URI.create(uri.toString()))
        .header("Authorization", "Bearer " + KeyServiceBackends.ADMIN)
        .header("Content-Type", "application/json")
        .method(method.toUpperCase(Locale.ROOT), body)
        .build();
  }

  /// An empty segment would be another address.
  private String segment() {
    var text = any(TEXTS);
    return text.isBlank() ? "fuzz.example" : text;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace(".", "%2E");
  }

  private String body() {
    return switch (random.nextInt(12)) {
      case 0 -> any(TEXTS);
      case 1 -> value(3);
      case 2 -> object(2).substring(1);
      default -> object(2);
    };
  }

  private String object(int depth) {
    var members = new ArrayList<String>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.add('"' + any(FIELDS) + "\":" + value(depth - 1));
    }
    return "{" + String.join(",", members) + "}";
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "12345678901234567890";
      case 6 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
      case 7 -> object(depth - 1);
      default -> JSON.valueToTree(any(TEXTS)).toString();
    };
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
