package io.signetmail.keys.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is sent again: the Idempotency-Key, pages, and a domain that comes back.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class RepeatedCallsTest {
  private static final Api ADMIN = Api.ADMIN;
  private static final String PROBLEM = "https://signetmail.io/problems/";

  @BeforeEach
  void ready() {
    Api.awaitReady();
    ADMIN.domain("again.example");
  }

  private static ValidatableResponse post(Api api, String key, String path, String body) {
    return api.with()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(body)
        .post(path)
        .then();
  }

  @Test
  void theSamePostIsDoneOnce() {
    var keys = "/v1/domains/again.example/keys";
    var body = "{\"algorithm\":\"ed25519\"}";
    var first =
        post(ADMIN, "key-1", keys, body)
            .statusCode(201)
            .header("Idempotency-Replayed", nullValue())
            .extract();
    var second =
        post(ADMIN, "key-1", keys, body)
            .statusCode(201)
            .contentType("application/json")
            .header("Idempotency-Replayed", "true")
            .extract();
    assertThat(second.asString()).isEqualTo(first.asString());
    ADMIN.get(keys).body("keys.selector", contains(first.<String>path("selector")));

    post(ADMIN, "key-1", keys, "{\"algorithm\":\"rsa-2048\"}")
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", equalTo(PROBLEM + "idempotency-key-reused"))
        .body("field", equalTo("Idempotency-Key"));
    post(Api.withRole("provisioner"), "key-1", keys, "{\"algorithm\":\"ed25519\"}").statusCode(201);
    post(ADMIN, "k ", keys, body).statusCode(201); // HTTP takes the space at the end away
    post(ADMIN, "a b", keys, body).statusCode(400).body("field", equalTo("Idempotency-Key"));
  }

  @Test
  void aRefusalIsRepeatedToo() {
    var path = "/v1/domains/none.again.example/keys";
    post(ADMIN, "key-2", path, "{}")
        .statusCode(404)
        .body("type", equalTo(PROBLEM + "unknown-domain"));
    ADMIN.domain("none.again.example");
    post(ADMIN, "key-2", path, "{}")
        .statusCode(404)
        .contentType("application/problem+json")
        .header("Idempotency-Replayed", "true")
        .body("type", equalTo(PROBLEM + "unknown-domain"));
  }

  @Test
  void aTokenIsShownAgainOnlyUnderItsKey() {
    var body = "{\"name\":\"once\",\"role\":\"edge\"}";
    String token = post(ADMIN, "key-3", "/v1/tokens", body).statusCode(201).extract().path("token");
    post(ADMIN, "key-3", "/v1/tokens", body).body("token", equalTo(token));
    new Api(token).get("/v1/domains").statusCode(403);
  }

  @Test
  void listsHavePages() {
    ADMIN.domain("pages.example");
    for (var selector : List.of("a", "b", "c")) {
      ADMIN.post(
          "/v1/domains/pages.example/keys",
          "{\"algorithm\":\"ed25519\",\"selector\":\"" + selector + "\"}");
    }
    var keys = "/v1/domains/pages.example/keys";
    ADMIN.get(keys).body("keys.selector", contains("a", "b", "c")).body("next", nullValue());
    ADMIN
        .get(keys + "?limit=2")
        .body("keys.selector", contains("a", "b"))
        .body("next", equalTo("b"));
    ADMIN
        .get(keys + "?limit=2&after=b")
        .body("keys.selector", contains("c"))
        .body("next", nullValue());

    ADMIN.user("pia", "password1", "pages.example", "again.example");
    ADMIN.user("pit", "password1", "pages.example");
    ADMIN.get("/v1/users/pia/grants").body("domains", contains("again.example", "pages.example"));
    ADMIN
        .get("/v1/users/pia/grants?limit=1")
        .body("domains", contains("again.example"))
        .body("next", equalTo("again.example"));
    ADMIN.get("/v1/domains/pages.example/users").body("users", contains("pia", "pit"));
    ADMIN
        .get("/v1/domains/pages.example/users?limit=1")
        .body("users", contains("pia"))
        .body("next", equalTo("pia"));
    ADMIN.get("/v1/users?limit=1&after=pia").body("users", contains("pit"));
    ADMIN.get("/v1/domains?contains=ages.ex").body("domains.domain", contains("pages.example"));
    Api.withRole("provisioner", "pages.example")
        .get("/v1/domains")
        .body("domains.domain", contains("pages.example"));
  }

  @Test
  void aRemovedDomainComesBack() {
    ADMIN.domain("back.example");
    ADMIN.user("bert", "password1", "back.example");
    ADMIN.activeKey("back.example", "s1", ",\"algorithm\":\"ed25519\"");
    var lookup = "/v1/signing-keys?user=bert&domain=back.example";
    ADMIN.get(lookup).body("keys.selector", contains("s1"));

    ADMIN.delete("/v1/domains/back.example").statusCode(204);
    ADMIN.get(lookup).body("keys", equalTo(List.of())).body("reason", equalTo("unknown-domain"));
    ADMIN.get("/v1/users/bert/grants").body("domains", equalTo(List.of()));
    ADMIN
        .get("/v1/domains?removed=true&contains=back.example")
        .body("domains.domain", contains("back.example"))
        .body("domains[0].destroyedAfter", org.hamcrest.Matchers.notNullValue());
    ADMIN.put("/v1/users/bert/grants/back.example", "{}").statusCode(404);

    ADMIN.post("/v1/domains/back.example/restore").statusCode(200);
    ADMIN.get(lookup).body("keys.selector", contains("s1"));
  }
}
