package io.signetmail.keys.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who calls too often is told when to come back; the others are not disturbed.
@QuarkusTest
@WithTestResource(RateBackends.class)
class RateTest {
  private static final int TRIES = 200;

  @BeforeEach
  void ready() {
    Api.awaitReady();
  }

  private static Response refused(Supplier<Response> call) {
    return Stream.generate(call)
        .limit(TRIES)
        .filter(answer -> answer.statusCode() == 429)
        .findFirst()
        .orElseThrow(() -> new AssertionError("never refused"));
  }

  @Test
  void aTokenHasItsOwnLimit() {
    var busy = Api.withRole("auditor");
    var quiet = Api.withRole("auditor");
    refused(() -> busy.with().get("/v1/domains"))
        .then()
        .contentType("application/problem+json")
        .header("Retry-After", "1")
        .body("type", equalTo("https://signetmail.io/problems/too-many-requests"))
        .body("status", equalTo(429));
    quiet.get("/v1/domains").statusCode(200);

    var signer = Api.withRole("signer");
    var halon = refused(() -> signer.with().get("/?type=dkim&user=a&domain=shop.example"));
    assertThat(halon.asString()).isEmpty();
    assertThat(halon.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void whoGuessesTokensIsSlowedAndLocksNobodyOut() {
    var known = Api.withRole("auditor");
    refused(() -> given().header("Authorization", "Bearer guess").get("/v1/domains"))
        .then()
        .header("Retry-After", "1");
    known.get("/v1/domains").statusCode(200);
  }
}
