package io.signetmail.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/// Has key-service issue the token of each service that needs one, once per data directory.
final class Tokens {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final SecretFiles secrets;

  Tokens(HttpClient http, SecretFiles secrets) {
    this.http = http;
    this.secrets = secrets;
  }

  boolean areComplete() {
    return Arrays.stream(Service.values())
        .flatMap(s -> s.role().stream())
        .allMatch(role -> Files.exists(secrets.token(role)));
  }

  void issueMissing(String keyService) throws IOException, InterruptedException, StartFailed {
    for (var service : Service.values()) {
      if (service.role().isPresent() && Files.notExists(secrets.token(service.role().get()))) {
        issue(keyService, service.label(), service.role().get());
      }
    }
  }

  private void issue(String keyService, String name, String role)
      throws IOException, InterruptedException, StartFailed {
    var body = JSON.writeValueAsString(Map.of("name", name, "role", role));
    var request =
        HttpRequest.newBuilder(URI.create(keyService + "/v1/tokens"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + SecretFiles.read(secrets.adminToken()))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 201) {
      throw new StartFailed(
          "key-service answered %d when asked for a token for %s"
              .formatted(response.statusCode(), name));
    }
    secrets.write(secrets.token(role), JSON.readTree(response.body()).path("token").asText());
  }
}
