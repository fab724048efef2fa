package io.signetmail.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// HTTP requests to one service, shown as they go, secrets replaced.
final class RestTalk {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /// Members whose values are secrets.
  private static final Pattern SECRET =
      Pattern.compile("\"(password|privateKey|rsakey|token)\"\\s*:\\s*\"[^\"]*\"");

  private final HttpClient http;
  private final Screen screen;
  private final String base;
  private final Optional<String> token;

  RestTalk(HttpClient http, Screen screen, String base, Optional<String> token) {
    this.http = http;
    this.screen = screen;
    this.base = base;
    this.token = token;
  }

  /// Status and body of one answer.
  record Answer(int status, String text) {
    JsonNode json() throws IOException {
      return JSON.readTree(text);
    }
  }

  /// Sends and shows both sides.
  Answer show(String method, String path, String body) throws IOException, InterruptedException {
    screen.wire(">", method + " " + path + (body.isEmpty() ? "" : "  " + masked(body)));
    var answer = send(method, path, body);
    screen.wire("<", answer.status() + "  " + masked(answer.text().replaceAll("\\s+", " ")));
    return answer;
  }

  /// As {@link #show}, and anything but 2xx fails the step.
  Answer expect(String method, String path, String body)
      throws IOException, InterruptedException, StepFailed {
    var answer = show(method, path, body);
    if (answer.status() / 100 != 2) {
      throw new StepFailed(method + " " + path + " was answered " + answer.status());
    }
    return answer;
  }

  /// Without showing: for looking again and again.
  Answer send(String method, String path, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(LIMIT)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    if (body.startsWith("{")) {
      request.header("Content-Type", "application/json");
    }
    var response = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  private static String masked(String text) {
    return SECRET.matcher(text).replaceAll("\"$1\":\"***\"");
  }
}
