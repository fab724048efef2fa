package io.signetmail.standalone.demo;

import static io.signetmail.standalone.demo.Stage.DOMAIN;
import static io.signetmail.standalone.demo.Stage.USER;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/// A DKIM key, its TXT record, and the check before and after the record is published.
final class KeyStep implements Step {
  @Override
  public String title() {
    return "Make a DKIM key, publish its TXT record, have it checked";
  }

  @Override
  public void run(Stage stage) throws StepFailed, IOException, InterruptedException {
    var existing = usableKey(stage);
    if (existing.isPresent()) {
      stage.screen().explain("An earlier demo made a key already; it is used again.");
      publishAndCheck(stage, existing.get());
      return;
    }
    stage
        .screen()
        .explain("RSA 2048; the private half never leaves key-service but to the signer.");
    var made =
        stage
            .keys()
            .expect("POST", "/v1/domains/" + DOMAIN + "/keys", "{\"algorithm\":\"rsa-2048\"}")
            .json();
    stage.check(made.path("state").asText().equals("pending"), "the new key waits for its record");
    stage.screen().explain("Checked before it is published, the answer says what is missing:");
    var early = check(stage, made);
    stage.check(!early.path("ok").asBoolean(), "an unpublished key does not become active");
    publishAndCheck(stage, made);
  }

  private static Optional<JsonNode> usableKey(Stage stage)
      throws IOException, InterruptedException, StepFailed {
    var listed = stage.keys().expect("GET", "/v1/domains/" + DOMAIN + "/keys", "").json();
    JsonNode found = null;
    for (var key : listed.path("keys")) {
      var state = key.path("state").asText();
      if (state.equals("active") || (found == null && state.equals("pending"))) {
        found = key;
      }
    }
    return Optional.ofNullable(found);
  }

  private static void publishAndCheck(Stage stage, JsonNode key)
      throws StepFailed, IOException, InterruptedException {
    stage.screen().explain("The record a domain owner would paste into a zone file:");
    stage.screen().block(key.path("record").path("zone").asText());
    stage.screen().explain("Published in the demo zone:");
    stage.control().expect("POST", "/v1/zone", key.path("record").path("zone").asText());
    var result =
        Deadline.await(
            "the check sees the published record",
            () -> {
              var answer = stage.keys().send("POST", path(key) + "/check", "{}").json();
              return answer.path("ok").asBoolean() ? Optional.of(answer) : Optional.empty();
            });
    stage.screen().wire(">", "POST " + path(key) + "/check");
    stage.screen().wire("<", result.toString());
    stage.check(
        result.path("state").asText().equals("active"),
        "key %s of %s is published and active".formatted(selector(key), DOMAIN));
    lookup(stage, key);
  }

  private static void lookup(Stage stage, JsonNode key)
      throws StepFailed, IOException, InterruptedException {
    stage.screen().explain("The lookup a mail platform makes for a SASL user and a sender domain:");
    var answer =
        stage.keys().expect("GET", "/?type=dkim&user=" + USER + "&domain=" + DOMAIN, "").json();
    stage.check(
        answer.path("selector").asText().equals(selector(key))
            && answer.path("rsakey").asText().contains("PRIVATE KEY"),
        "it returns selector, domain and private key");
  }

  private static JsonNode check(Stage stage, JsonNode key)
      throws IOException, InterruptedException, StepFailed {
    return stage.keys().expect("POST", path(key) + "/check", "{}").json();
  }

  private static String path(JsonNode key) {
    return "/v1/domains/" + DOMAIN + "/keys/" + selector(key);
  }

  private static String selector(JsonNode key) {
    return key.path("selector").asText();
  }
}
