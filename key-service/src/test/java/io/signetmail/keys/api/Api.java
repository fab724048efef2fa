package io.signetmail.keys.api;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.signetmail.testkit.Await;
import java.time.Duration;

/// Calls the service under test as the holder of one token.
record Api(String token) {
  static final Api ADMIN = new Api(KeyServiceBackends.ADMIN);

  static void awaitReady() {
    Await.until(
        Duration.ofSeconds(30),
        "key-service is ready",
        () -> given().get("/q/health/ready").statusCode() == 200);
  }

  /// A token with this role, made by the admin.
  static Api withRole(String role, String... domains) {
    var list =
        domains.length == 0 ? "" : ",\"domains\":[\"" + String.join("\",\"", domains) + "\"]";
    var body = "{\"name\":\"%s token\",\"role\":\"%s\"%s}".formatted(role, role, list);
    return new Api(ADMIN.post("/v1/tokens", body).statusCode(201).extract().path("token"));
  }

  RequestSpecification with() {
    return given().header("Authorization", "Bearer " + token);
  }

  ValidatableResponse get(String path, Object... params) {
    return with().get(path, params).then();
  }

  ValidatableResponse put(String path, String body) {
    return with().contentType(ContentType.JSON).body(body).put(path).then();
  }

  ValidatableResponse post(String path, String body) {
    return with().contentType(ContentType.JSON).body(body).post(path).then();
  }

  ValidatableResponse post(String path) {
    return with().post(path).then();
  }

  ValidatableResponse delete(String path) {
    return with().delete(path).then();
  }

  void domain(String domain) {
    put("/v1/domains/" + domain, "{}").statusCode(org.hamcrest.Matchers.oneOf(200, 201));
  }

  /// A user with a password who may send as these domains.
  void user(String user, String password, String... domains) {
    put("/v1/users/" + user, "{\"password\":\"" + password + "\"}")
        .statusCode(org.hamcrest.Matchers.oneOf(200, 201));
    for (var domain : domains) {
      put("/v1/users/" + user + "/grants/" + domain, "{}")
          .statusCode(org.hamcrest.Matchers.oneOf(200, 201));
    }
  }

  /// A key that signs.
  void activeKey(String domain, String selector, String more) {
    post("/v1/domains/" + domain + "/keys", "{\"selector\":\"" + selector + "\"" + more + "}")
        .statusCode(201);
    post("/v1/domains/" + domain + "/keys/" + selector + "/activate").statusCode(200);
  }
}
