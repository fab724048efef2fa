package io.signetmail.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.signetmail.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/// The service as it ships: it starts and answers without PostgreSQL and Kafka, and needs no
/// restart when they come.
@QuarkusTest
@WithTestResource(AbsentBackends.class)
class AbsenceTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void comesAndGoesWithPostgres() {
    assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    Await.until(
        SOON, "names the database", () -> get("/q/health/ready").body().contains("database"));
    assertUnavailable();

    AbsentBackends.startPostgres();
    Await.until(SOON, "answers", () -> get("/v1/queue").statusCode() == 200);
    assertThat(get("/v1/queue").body())
        .contains("\"due\":0", "\"leased\":0", "\"held\":0", "\"lanes\":[]");
    Await.until(
        SOON,
        "only Kafka is missed",
        () -> !get("/q/health/ready").body().contains("database not migrated"));
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);

    AbsentBackends.stopPostgres();
    assertUnavailable();

    AbsentBackends.startPostgres();
    Await.until(SOON, "answers again", () -> get("/v1/queue").statusCode() == 200);
    assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void aBadLimitIsAProblem() {
    for (var limit : new String[] {"x", "0", "1001", "-1", "99999999999999999999"}) {
      var answer = get("/v1/queue?limit=" + limit);
      assertThat(answer.statusCode()).as(limit).isEqualTo(400);
      assertThat(contentType(answer)).startsWith("application/problem+json");
      assertThat(answer.body()).contains("https://signetmail.io/problems/bad-request", "limit");
    }
  }

  @Test
  void nobodyIsLetInWithoutTheToken() throws Exception {
    for (var authorization : new String[] {"Bearer wrong", "Basic x", AbsentBackends.TOKEN}) {
      var answer = http.send(request("/v1/queue", authorization).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
      assertThat(contentType(answer)).startsWith("application/problem+json");
      assertThat(answer.body()).doesNotContain(AbsentBackends.TOKEN);
    }
  }

  @Test
  void aBadSelectionIsAProblem() throws Exception {
    for (var body : new String[] {"", "{}", "{\"messageId\":\"x\"}", "[", "{\"x\":1}"}) {
      assertThat(post("/v1/queue/drop", body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(post("/v1/queue/explode", "{\"tenant\":\"ann\"}").statusCode()).isEqualTo(404);
    assertThat(get("/v1/queue/messages/nonsense").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        request(path, "Bearer " + AbsentBackends.TOKEN)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path, String authorization) {
    var base = ConfigProvider.getConfig().getValue("test.url", String.class);
    return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", authorization);
  }

  private void assertUnavailable() {
    var answer = get("/v1/queue");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(contentType(answer)).startsWith("application/problem+json");
    assertThat(answer.headers().firstValue("retry-after")).contains("5");
    assertThat(answer.body())
        .contains("https://signetmail.io/problems/unavailable")
        .doesNotContain("jdbc", "SQL", "127.0.0.1");
  }

  private static String contentType(HttpResponse<String> answer) {
    return answer.headers().firstValue("content-type").orElse("none");
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          request(path, "Bearer " + AbsentBackends.TOKEN).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
