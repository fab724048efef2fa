package io.signetmail.keys.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.signetmail.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The service starts and answers without PostgreSQL and Kafka, and recovers without a restart.
@QuarkusTest
@WithTestResource(AbsentBackends.class)
class AbsenceTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void comesAndGoesWithPostgres() throws IOException {
    assertUnavailable(new Api("anything"));

    AbsentBackends.startPostgres();
    Api.awaitReady();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(AbsentBackends.TOKEN_FILE)))
        .isEqualTo("rw-------");
    var admin = new Api(Files.readString(AbsentBackends.TOKEN_FILE).strip());
    admin.put("/v1/domains/kafka-is-down.example", "{}").statusCode(201);

    AbsentBackends.stopPostgres();
    assertUnavailable(admin);

    AbsentBackends.startPostgres();
    Await.until(
        SOON,
        "the domain is there again",
        () -> admin.with().get("/v1/domains/kafka-is-down.example").statusCode() == 200);
  }

  private static void assertUnavailable(Api api) {
    given().get("/q/health/ready").then().statusCode(503);
    given().get("/q/health/live").then().statusCode(200);
    api.get("/v1/domains")
        .statusCode(503)
        .contentType("application/problem+json")
        .header("Retry-After", equalTo("5"))
        .body("type", equalTo("https://signetmail.io/problems/unavailable"));
    var halon = api.get("/?type=dkim&user=a&domain=shop.example").statusCode(503);
    assertThat(halon.extract().asString()).isEmpty();
  }
}
