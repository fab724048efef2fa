package io.signetmail.cli.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Calls a key-service as the holder of one token.
final class KeyServiceApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final URI base;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  KeyServiceApi(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /// A name as one segment of a path.
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// A JSON object of the names and values; those without a value are left out.
  static String object(Object... namesAndValues) {
    var object = JSON.createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      var value = namesAndValues[i + 1];
      if (!(value instanceof String text) || !text.isEmpty()) {
        object.putPOJO((String) namesAndValues[i], value);
      }
    }
    return object.toString();
  }

  JsonNode get(String path) {
    return json(send("GET", path, ""));
  }

  String text(String path) {
    return send("GET", path, "").body();
  }

  JsonNode post(String path, String body) {
    return json(send("POST", path, body));
  }

  JsonNode put(String path, String body) {
    return json(send("PUT", path, body));
  }

  void delete(String path) {
    send("DELETE", path, "");
  }

  private HttpResponse<String> send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token);
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(body));
    }
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new Refused(reason(answer));
      }
      return answer;
    } catch (IOException e) {
      throw new Refused(
          "no key-service answers at " + base + ": start one with \"./signet up\", or give --url");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted");
    }
  }

  /// What the problem says (RFC 9457), in one sentence.
  private static String reason(HttpResponse<String> answer) {
    var problem = json(answer);
    var detail = problem.path("detail").asText();
    if (answer.statusCode() == 401) {
      return detail + ": give --token-file or set SIGNET_TOKEN";
    }
    if (detail.isEmpty()) {
      return "key-service answered " + answer.statusCode();
    }
    var field = problem.path("field").asText();
    return field.isEmpty() ? detail : field + ": " + detail;
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      var node = JSON.readTree(answer.body());
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }
}
