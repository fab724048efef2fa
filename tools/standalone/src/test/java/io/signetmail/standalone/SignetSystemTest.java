package io.signetmail.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.testkit.Await;
import io.signetmail.testkit.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole order of starting and stopping, over a real Kafka and a real PostgreSQL, with
/// stand-ins for the services.
class SignetSystemTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path home;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void startsStopsAndFindsEverythingAgain() throws Exception {
    FakeService.installAll(home);
    var system = system();
    var run = system.start();
    try {
      assertThat(topics(run)).contains("mail.sign", "mail.verdicts");
      var record = "late.shop.example TXT \"published\"";
      assertThat(control(run, "POST", "/v1/zone", record)).startsWith("200 ");
      assertThat(control(run, "POST", "/v1/zone", "not a record")).startsWith("400 zone text");
      assertThatThrownBy(() -> system().start())
          .isInstanceOf(StartFailed.class)
          .hasMessageContaining("already runs on " + data().root());
      namesTheDead(run);
    } finally {
      system.stop();
    }
    assertThat(shown()).doesNotContain("killed");
    for (var port : Port.values()) {
      assertThat(Ports.isFree(run.ports().of(port))).as(port.label()).isTrue();
    }
    assertThat(data().run().resolve("children")).doesNotExist();
    var token = Files.readString(data().secrets().resolve("signer.token"));
    assertThat(token).isEqualTo("t0k3n\n");
    startsAgain(run);
  }

  private void startsAgain(RunFile before) throws Exception {
    var system = system();
    var run = system.start();
    try {
      assertThat(run.ports()).isEqualTo(before.ports());
      assertThat(control(run, "GET", "/v1/zone", "")).contains("late.shop.example.");
      assertThat(shown()).contains("as they were");
    } finally {
      system.stop();
    }
  }

  private void namesTheDead(RunFile run) throws Exception {
    assertThat(control(run, "POST", "/v1/services/smtp-relay/kill", "")).startsWith("200 ");
    Await.until(LIMIT, "the dead service is named", () -> shown().contains("smtp-relay DIED"));
    assertThat(shown()).contains("listening with " + run.ports().address(Port.KAFKA));
    assertThat(control(run, "POST", "/v1/services/smtp-relay/start", ""))
        .contains("\"smtp-relay\":{")
        .doesNotContain("stopped");
  }

  @Test
  void serviceThatIsNotBuiltIsNamedBeforeAnythingStarts() {
    assertThatThrownBy(() -> system().start())
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("is not built");
    assertThat(data().root()).doesNotExist();
  }

  @Test
  void controlRefusesBrowsersOnBehalfOfOthers() throws Exception {
    FakeService.installAll(home);
    var system = system();
    var run = system.start();
    try {
      var request =
          HttpRequest.newBuilder(URI.create(run.ports().url(Port.CONTROL) + "/v1/zone"))
              .header("Origin", "https://elsewhere.example")
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    } finally {
      system.stop();
    }
  }

  @Test
  void aServiceLeftOutIsNotStartedUntilItIsAskedFor() throws Exception {
    FakeService.installAll(home);
    var system = system(Set.of(Service.RELAY));
    var run = system.start();
    try {
      assertThat(control(run, "GET", "/v1/services", ""))
          .contains("\"dkim-signer\":{")
          .doesNotContain("smtp-relay");
      assertThat(control(run, "POST", "/v1/services/smtp-relay/start", ""))
          .contains("\"smtp-relay\":{");
    } finally {
      system.stop();
    }
  }

  @Test
  void aWorkerIsScaledAndWhatIsBelowIsKilledAndStartedAgain() throws Exception {
    FakeService.installAll(home);
    var system = system(Set.of(Service.RELAY), Map.of(Service.SIGNER, 2));
    var run = system.start();
    try {
      assertThat(control(run, "GET", "/v1/services", ""))
          .contains("\"dkim-signer\":{", "\"dkim-signer-2\":{", "\"kafka\":{", "\"postgres\":{")
          .doesNotContain("stopped");
      for (var part : List.of("kafka", "postgres", "dkim-signer-2")) {
        assertThat(control(run, "POST", "/v1/services/" + part + "/kill", "")).startsWith("200 ");
        Await.until(LIMIT, part + " is stopped", () -> oneIsStopped(run));
        assertThat(control(run, "POST", "/v1/services/" + part + "/start", ""))
            .startsWith("200 ")
            .doesNotContain("\"state\":\"stopped\"");
      }
      assertThat(topics(run)).contains("mail.sign");
      assertThat(control(run, "POST", "/v1/services/kafka/pause", "")).contains("start or kill");
      assertThat(control(run, "POST", "/v1/services/kafka-2/kill", "")).startsWith("404 ");
    } finally {
      system.stop();
    }
    assertThat(data().run().resolve("children")).doesNotExist();
    assertThat(Ports.isFree(run.ports().of(Port.POSTGRES))).isTrue();
  }

  private String control(RunFile run, String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(run.ports().url(Port.CONTROL) + path))
            .timeout(LIMIT)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    var response = http.send(request, BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  private boolean oneIsStopped(RunFile run) {
    try {
      return control(run, "GET", "/v1/services", "").contains("\"state\":\"stopped\"");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<String> topics(RunFile run) throws Exception {
    try (var admin =
        Admin.create(
            Map.<String, Object>of("bootstrap.servers", run.ports().address(Port.KAFKA)))) {
      return admin.listTopics().names().get();
    }
  }

  private SignetSystem system() {
    return system(Set.of());
  }

  private SignetSystem system(Set<Service> without) {
    return system(without, Map.of());
  }

  private SignetSystem system(Set<Service> without, Map<Service, Integer> scale) {
    var options =
        new Options(
            home, data(), anyPorts(), Optional.empty(), List.of(), "64m", true, without, scale);
    return new SignetSystem(
        options, new Progress(new PrintStream(shown, true, StandardCharsets.UTF_8)));
  }

  /// Chosen by the first start of a test, kept by its second.
  private Map<Port, Integer> anyPorts() {
    if (Files.exists(data().ports())) {
      return Map.of();
    }
    var free = new ArrayDeque<>(Ports.free(Port.values().length));
    return Arrays.stream(Port.values()).collect(Collectors.toMap(p -> p, _ -> free.remove()));
  }

  private DataDirectory data() {
    return new DataDirectory(home.resolve("data"));
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
