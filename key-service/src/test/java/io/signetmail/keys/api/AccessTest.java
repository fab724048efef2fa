package io.signetmail.keys.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may do what.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class AccessTest {
  private static final Api ADMIN = Api.ADMIN;

  @BeforeEach
  void ready() {
    Api.awaitReady();
    ADMIN.domain("access.example");
    ADMIN.user("anna", "password1", "access.example");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "PUT,    /v1/domains/access.example,                          provisioner",
    "GET,    /v1/domains/access.example,                          provisioner auditor",
    "GET,    /v1/domains,                                         provisioner auditor",
    "DELETE, /v1/domains/none.access.example,                     provisioner",
    "GET,    /v1/users/anna,                                      provisioner auditor",
    "PUT,    /v1/users/anna/grants/access.example,                provisioner",
    "GET,    /v1/users/anna/grants,                               provisioner edge auditor",
    "GET,    /v1/domains/access.example/keys,                     provisioner auditor",
    "POST,   /v1/domains/access.example/keys/none/activate,       provisioner",
    "POST,   /v1/domains/access.example/keys/none/check,          provisioner",
    "POST,   /v1/domains/access.example/keys/none/destroy,        provisioner",
    "GET,    /v1/signing-keys?user=anna&domain=access.example,    signer",
    "GET,    /?type=dkim&user=anna&domain=access.example,         signer",
    "GET,    /v1/signing-keys/explain?user=anna&domain=access.example, signer provisioner edge auditor",
    "POST,   /v1/credentials/verify,                              edge",
    "POST,   /v1/credentials/scram,                               edge",
    "POST,   /v1/sign,                                            signer",
    "GET,    /v1/users,                                           provisioner auditor",
    "GET,    /v1/domains/access.example/users,                    provisioner auditor",
    "PUT,    /v1/domains/access.example/settings,                 provisioner",
    "POST,   /v1/domains/none.access.example/restore,             provisioner",
    "GET,    /v1/tokens/none,                                     auditor",
    "GET,    /v1/tokens,                                          auditor",
    "DELETE, /v1/tokens/none,                                     ''",
    "GET,    /v1/audit,                                           auditor"
  })
  void onlyTheseRoles(String method, String path, String roles) {
    for (var role : java.util.List.of("provisioner", "edge", "signer", "auditor")) {
      var status =
          Api.withRole(role)
              .with()
              .contentType(ContentType.JSON)
              .request(method, path)
              .then()
              .extract()
              .statusCode();
      boolean allowed = java.util.Arrays.asList(roles.split(" ", -1)).contains(role);
      assertThat(status == 403).as("%s is forbidden for %s", path, role).isEqualTo(!allowed);
    }
    assertThat(given().request(method, path).statusCode()).as("without a token").isEqualTo(401);
  }

  @Test
  void aTokenIsShownOnceAndRecognised() {
    var made =
        ADMIN
            .post(
                "/v1/tokens",
                "{\"name\":\"shop\",\"role\":\"provisioner\",\"domains\":[\"x.example\"]}")
            .statusCode(201)
            .header("Cache-Control", "no-store")
            .extract()
            .jsonPath();
    String secret = made.getString("token");
    assertThat(ADMIN.get("/v1/tokens").extract().asString()).doesNotContain(secret);
    var introspect = "{\"token\":\"" + secret + "\"}";
    new Api(secret)
        .post("/v1/tokens/introspect", introspect)
        .statusCode(200)
        .body("active", equalTo(true))
        .body("role", equalTo("provisioner"))
        .body("domains", contains("x.example"));

    ADMIN.delete("/v1/tokens/" + made.getString("id")).statusCode(204);
    new Api(secret)
        .post("/v1/tokens/introspect", introspect)
        .statusCode(200)
        .body("active", equalTo(false))
        .body("role", nullValue());
    new Api(secret)
        .get("/v1/domains")
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .body("type", equalTo("https://signetmail.io/problems/unauthenticated"));
  }

  /// A name is given, not owned.
  @Test
  void aTokenCannotPassForAnotherByItsName() {
    var one = Api.withRole("provisioner", "tenant.example");
    var other = Api.withRole("provisioner", "tenant.example");
    one.put("/v1/users/namesake", "{\"password\":\"password1\"}").statusCode(201);
    one.put("/v1/users/namesake", "{\"password\":\"password2\"}").statusCode(200);
    other.put("/v1/users/namesake", "{\"password\":\"password3\"}").statusCode(403);
    other.get("/v1/users/namesake").statusCode(403);
    other.delete("/v1/users/namesake").statusCode(403);

    var made =
        ADMIN
            .post("/v1/tokens", "{\"name\":\"key-service\",\"role\":\"provisioner\"}")
            .statusCode(201)
            .extract()
            .jsonPath();
    new Api(made.getString("token")).put("/v1/domains/named.example", "{}").statusCode(201);
    ADMIN
        .get("/v1/audit?limit=20")
        .body(
            "entries.find { it.subject == 'domain:named.example' }.actorId",
            equalTo(made.getString("id")))
        .body(
            "entries.find { it.subject == 'domain:named.example' }.actor", equalTo("key-service"));
  }

  @Test
  void wrongTokensAreRefused() {
    for (var header :
        java.util.List.of(
            "Bearer ", "Bearer nonsense", "Basic YWRtaW46YWRtaW4=", "Bearer " + "x".repeat(5000))) {
      given().header("Authorization", header).get("/v1/domains").then().statusCode(401);
    }
    ADMIN
        .post(
            "/v1/tokens",
            "{\"name\":\"late\",\"role\":\"edge\",\"expiresAt\":\"" + Instant.EPOCH + "\"}")
        .statusCode(400)
        .body("field", equalTo("expiresAt"));
    ADMIN
        .post("/v1/tokens", "{\"name\":\"x\",\"role\":\"root\"}")
        .statusCode(400)
        .body("field", equalTo("role"));
    ADMIN
        .post("/v1/tokens", "{\"name\":\"x\",\"role\":\"edge\",\"domains\":[\"a.example\"]}")
        .statusCode(400)
        .body("field", equalTo("domains"));
  }

  @Test
  void aLimitedTokenStaysInItsDomains() {
    ADMIN.domain("mine.example");
    ADMIN.domain("yours.example");
    ADMIN.user("yours", "password1", "yours.example");
    var mine = Api.withRole("provisioner", "mine.example");

    mine.put("/v1/domains/new.mine.example", "{}").statusCode(201);
    mine.post("/v1/domains/mine.example/keys", "{\"algorithm\":\"ed25519\"}").statusCode(201);
    mine.put("/v1/users/mine", "{\"password\":\"password1\"}").statusCode(201);
    mine.put("/v1/users/mine/grants/mine.example", "{}").statusCode(201);
    mine.put("/v1/users/mine", "{\"password\":\"password2\"}").statusCode(200);
    mine.get("/v1/domains").body("domains.domain", contains("mine.example", "new.mine.example"));

    var forbidden = "https://signetmail.io/problems/forbidden";
    mine.put("/v1/domains/other.example", "{}").statusCode(403).body("type", equalTo(forbidden));
    mine.get("/v1/domains/yours.example").statusCode(403);
    mine.delete("/v1/domains/yours.example").statusCode(403);
    mine.post("/v1/domains/yours.example/keys", "{}").statusCode(403);
    mine.put("/v1/users/mine/grants/yours.example", "{}").statusCode(403);
    // Else it could log in as a user who sends as somebody else's domain.
    mine.put("/v1/users/yours", "{\"password\":\"stolen-one\"}").statusCode(403);
    mine.delete("/v1/users/yours").statusCode(403);
    // Else a grant of its own would make it the one who controls the user.
    ADMIN.put("/v1/users/bare", "{\"password\":\"password1\"}").statusCode(201);
    mine.put("/v1/users/bare/grants/mine.example", "{}").statusCode(403);
    mine.put("/v1/users/yours/grants/mine.example", "{}").statusCode(403);
    mine.put("/v1/users/bare", "{\"password\":\"stolen-one\"}").statusCode(403);
    // Else it could wait until the other domain is removed, and keep the user when it comes back.
    ADMIN.put("/v1/users/mine/grants/yours.example", "{}").statusCode(201);
    ADMIN.delete("/v1/domains/yours.example").statusCode(204);
    mine.put("/v1/users/mine", "{\"password\":\"stolen-one\"}").statusCode(403);
    ADMIN.post("/v1/domains/yours.example/restore").statusCode(200);
    mine.put("/v1/users/mine", "{\"password\":\"stolen-one\"}").statusCode(403);
    mine.get("/v1/users/yours/grants").body("domains", equalTo(java.util.List.of()));
  }
}
