package io.signetmail.keys.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which key a signer gets for a user and a sender domain.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class LookupTest {
  private static final Api ADMIN = Api.ADMIN;

  @BeforeEach
  void ready() {
    Api.awaitReady();
  }

  private static ValidatableResponse lookup(String user, String domain) {
    return ADMIN.get("/v1/signing-keys?user={u}&domain={d}", user, domain).statusCode(200);
  }

  private static ValidatableResponse halon(String user, String domain) {
    return ADMIN.get("/?type=dkim&user={u}&domain={d}", user, domain);
  }

  @Test
  void theKeyThatLeavesSignsForTheRecordThatWasShown() throws Exception {
    ADMIN.domain("lookup.example");
    ADMIN.user("lucy", "password1", "lookup.example");
    ADMIN.activeKey("lookup.example", "s1", "");
    String record = ADMIN.get("/v1/domains/lookup.example/keys/s1").extract().path("record.value");
    var found =
        lookup("lucy", "lookup.example")
            .header("Cache-Control", "no-store")
            .body("reason", nullValue())
            .body("keys.selector", contains("s1"))
            .body("keys[0].domain", equalTo("lookup.example"))
            .body("keys[0].algorithm", equalTo("rsa-2048"))
            .extract()
            .jsonPath();

    var signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(der(found.getString("keys[0].privateKey")))));
    signer.update("mail".getBytes(US_ASCII));
    var signature = signer.sign();
    var verifier = Signature.getInstance("SHA256withRSA");
    var published = Base64.getDecoder().decode(record.substring(record.indexOf("p=") + 2));
    verifier.initVerify(
        KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(published)));
    verifier.update("mail".getBytes(US_ASCII));
    assertThat(verifier.verify(signature)).isTrue();

    String rsakey =
        halon("lucy", "lookup.example")
            .statusCode(200)
            .header("Cache-Control", "no-store")
            .body("selector", equalTo("s1"))
            .body("domain", equalTo("lookup.example"))
            .extract()
            .path("rsakey");
    assertThat(rsakey).isEqualTo(found.getString("keys[0].privateKey"));
    assertThat(rsakey).startsWith("-----BEGIN PRIVATE KEY-----\n");
  }

  private static byte[] der(String pem) {
    return Base64.getMimeDecoder()
        .decode(pem.replaceAll("-----[A-Z ]+-----", "").getBytes(US_ASCII));
  }

  @Test
  void theReasonSaysWhyThereIsNoKey() {
    ADMIN.domain("why.example");
    ADMIN.put("/v1/users/will", "{}");
    lookup("nobody", "why.example").body("reason", equalTo("unknown-user"));
    lookup("will", "elsewhere.example").body("reason", equalTo("unknown-domain"));
    lookup("will", "why.example").body("reason", equalTo("not-granted"));
    ADMIN.put("/v1/users/will/grants/why.example", "{}");
    lookup("will", "why.example")
        .body("reason", equalTo("no-key"))
        .body("keys", equalTo(java.util.List.of()));
    ADMIN.post("/v1/domains/why.example/keys", "{\"algorithm\":\"ed25519\",\"selector\":\"e\"}");
    lookup("will", "why.example").body("reason", equalTo("no-active-key"));
    for (var user : java.util.List.of("nobody", "will")) {
      assertThat(halon(user, "why.example").statusCode(200).extract().asString()).isEqualTo("null");
    }
  }

  @Test
  void userKeyThenDomainKeyThenParentKey() {
    ADMIN.domain("order.example");
    ADMIN.domain("sub.order.example");
    ADMIN.user("otto", "password1", "order.example");
    ADMIN.user("olga", "password1", "order.example", "sub.order.example");
    ADMIN.activeKey("order.example", "parent", ",\"algorithm\":\"ed25519\"");

    // A granted parent signs for what lies below it, provisioned or not.
    lookup("otto", "sub.order.example").body("keys.selector", contains("parent"));
    lookup("otto", "a.b.order.example").body("keys.domain", contains("order.example"));
    lookup("olga", "sub.order.example").body("keys.selector", contains("parent"));

    // The domain's own key is nearer, but only for who is granted the domain.
    ADMIN.activeKey("sub.order.example", "own", ",\"algorithm\":\"ed25519\"");
    lookup("olga", "sub.order.example").body("keys.selector", contains("own"));
    lookup("otto", "sub.order.example").body("keys.selector", contains("parent"));

    // The user's own key wins, for that user alone.
    ADMIN.activeKey("order.example", "ottos", ",\"algorithm\":\"ed25519\",\"user\":\"otto\"");
    lookup("otto", "order.example").body("keys.selector", contains("ottos"));
    lookup("olga", "order.example").body("keys.selector", contains("parent"));

    ADMIN.delete("/v1/users/otto/grants/order.example").statusCode(204);
    lookup("otto", "order.example").body("reason", equalTo("not-granted"));
  }

  @Test
  void bothKindsOfKeySignTogether() {
    ADMIN.domain("dual.example");
    ADMIN.user("dora", "password1", "dual.example");
    ADMIN.activeKey("dual.example", "r1", "");
    ADMIN.activeKey("dual.example", "e1", ",\"algorithm\":\"ed25519\"");
    lookup("dora", "dual.example").body("keys.selector", containsInAnyOrder("r1", "e1"));
    halon("dora", "dual.example").body("selector", equalTo("r1"));
    ADMIN.post("/v1/domains/dual.example/keys/r1/retire").statusCode(200);
    assertThat(halon("dora", "dual.example").extract().asString()).isEqualTo("null");
  }

  @Test
  void explainShowsEveryStepAndNoKey() {
    ADMIN.domain("explain.example");
    ADMIN.user("emma", "password1", "explain.example");
    ADMIN.activeKey("explain.example", "e1", ",\"algorithm\":\"ed25519\"");
    var text =
        Api.withRole("auditor")
            .get("/v1/signing-keys/explain?user=emma&domain=mail.explain.example")
            .statusCode(200)
            .body("signs", contains("e1._domainkey.explain.example"))
            .body("steps.domain", contains("mail.explain.example", "explain.example"))
            .body("steps.granted", contains(false, true))
            .body("steps[1].keys.state", contains("active"))
            .extract()
            .asString();
    assertThat(text).doesNotContain("PRIVATE");
  }

  /// What a parent domain has is not the business of a token for a subdomain.
  @Test
  void explainTellsATokenOnlyAboutItsOwnDomains() {
    ADMIN.domain("whole.example");
    ADMIN.user("erik", "password1", "whole.example");
    ADMIN.activeKey("whole.example", "w1", ",\"algorithm\":\"ed25519\"");
    var text =
        Api.withRole("provisioner", "part.whole.example")
            .get("/v1/signing-keys/explain?user=erik&domain=part.whole.example")
            .statusCode(200)
            .body("signs", hasSize(0))
            .body("reason", equalTo("not-for-this-token"))
            .body("steps.domain", contains("part.whole.example"))
            .extract()
            .asString();
    assertThat(text).doesNotContain("w1");
  }

  @Test
  void everyKeyThatLeavesIsAudited() {
    ADMIN.domain("audit.example");
    ADMIN.user("abel", "password1", "audit.example");
    ADMIN.activeKey("audit.example", "e1", ",\"algorithm\":\"ed25519\"");
    Api.withRole("signer").get("/v1/signing-keys?user=abel&domain=audit.example").statusCode(200);
    ADMIN
        .get("/v1/audit?limit=1")
        .body("entries[0].action", equalTo("key.fetched"))
        .body("entries[0].actor", equalTo("signer token"))
        .body("entries[0].details.selectors", equalTo("e1"))
        .body("entries[0].details.user", equalTo("abel"));
  }

  /// The script on the other side tells a key from a failure by the body alone.
  @Test
  void halonFailuresHaveNoBody() {
    for (var path :
        java.util.List.of(
            "/",
            "/?type=dkim",
            "/?type=spf&user=a&domain=shop.example",
            "/?type=dkim&user=a&domain=not a domain",
            "/?type=dkim&user=%00&domain=shop.example")) {
      var answer = ADMIN.with().urlEncodingEnabled(false).get(path.replace(" ", "%20")).then();
      assertThat(answer.extract().statusCode()).as(path).isEqualTo(400);
      assertThat(answer.extract().asString()).as(path).isEmpty();
    }
    var anonymous = io.restassured.RestAssured.get("/?type=dkim&user=a&domain=shop.example").then();
    assertThat(anonymous.extract().statusCode()).isEqualTo(401);
    assertThat(anonymous.extract().asString()).isEmpty();
  }

  @Test
  void importedKeyIsTheOneThatSigns() throws Exception {
    var generator = java.security.KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var pair = generator.generateKeyPair();
    var pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\\n-----END PRIVATE KEY-----\\n";
    ADMIN.domain("import.example");
    ADMIN.user("ines", "password1", "import.example");
    String value =
        ADMIN
            .post(
                "/v1/domains/import.example/keys",
                "{\"selector\":\"old\",\"algorithm\":\"rsa-2048\",\"privateKey\":\"" + pem + "\"}")
            .statusCode(201)
            .extract()
            .path("record.value");
    assertThat(value)
        .endsWith("p=" + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    ADMIN
        .post(
            "/v1/domains/import.example/keys",
            "{\"selector\":\"bad\",\"algorithm\":\"ed25519\",\"privateKey\":\"" + pem + "\"}")
        .statusCode(422)
        .body("field", equalTo("algorithm"));
    ADMIN.post("/v1/domains/import.example/keys/old/activate").statusCode(200);
    String found =
        lookup("ines", "import.example").extract().jsonPath().getString("keys[0].privateKey");
    assertThat(der(found)).isEqualTo(pair.getPrivate().getEncoded());
  }
}
