package io.signetmail.keys.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Domains, users, grants and keys over the real store.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class ProvisioningTest {
  @BeforeEach
  void ready() {
    Api.awaitReady();
  }

  private static final Api ADMIN = Api.ADMIN;

  @Test
  void domainIsMadeOnceListedAndRemoved() {
    ADMIN
        .put("/v1/domains/First.Example.", "{}")
        .statusCode(201)
        .body("domain", equalTo("first.example"))
        .body("createdAt", notNullValue());
    String made = ADMIN.get("/v1/domains/first.example").extract().path("createdAt");
    ADMIN.put("/v1/domains/first.example", "{}").statusCode(200).body("createdAt", equalTo(made));

    ADMIN.domain("second.example");
    ADMIN.get("/v1/domains").body("domains.domain", hasItems("first.example", "second.example"));
    ADMIN
        .get("/v1/domains?after=first.exampl&limit=1")
        .body("domains.domain", contains("first.example"))
        .body("next", equalTo("first.example"));

    ADMIN.delete("/v1/domains/first.example").statusCode(204);
    ADMIN
        .get("/v1/domains/first.example")
        .statusCode(404)
        .contentType("application/problem+json")
        .body("type", equalTo("https://signetmail.io/problems/unknown-domain"))
        .body("field", equalTo("domain"));
    ADMIN.delete("/v1/domains/first.example").statusCode(404);
  }

  @Test
  void passwordGoesInAndNeverComesOut() {
    var edge = Api.withRole("edge");
    ADMIN.domain("pw.example");
    ADMIN
        .put("/v1/users/pat@pw.example", "{\"password\":\"correct horse\"}")
        .statusCode(201)
        .body("", equalTo(java.util.Map.of("user", "pat@pw.example")));
    ADMIN.put("/v1/users/pat@pw.example/grants/pw.example", "{}").statusCode(201);
    ADMIN.put("/v1/users/pat@pw.example/grants/pw.example", "{}").statusCode(200);

    edge.post(
            "/v1/credentials/verify",
            "{\"user\":\"pat@pw.example\",\"password\":\"correct horse\"}")
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("valid", equalTo(true))
        .body("domains", contains("pw.example"));
    for (var wrong : java.util.List.of("Correct horse", "x", "correct horse ")) {
      edge.post(
              "/v1/credentials/verify",
              "{\"user\":\"pat@pw.example\",\"password\":\"" + wrong + "\"}")
          .statusCode(200)
          .body("valid", equalTo(false))
          .body("domains", equalTo(java.util.List.of()));
    }
    edge.post("/v1/credentials/verify", "{\"user\":\"nobody\",\"password\":\"correct horse\"}")
        .statusCode(200)
        .body("valid", equalTo(false));

    ADMIN.put("/v1/users/pat@pw.example", "{\"password\":\"battery staple\"}").statusCode(200);
    edge.post(
            "/v1/credentials/verify",
            "{\"user\":\"pat@pw.example\",\"password\":\"correct horse\"}")
        .body("valid", equalTo(false));
    ADMIN.put("/v1/users/pat@pw.example", "{}").statusCode(200);
    edge.post(
            "/v1/credentials/verify",
            "{\"user\":\"pat@pw.example\",\"password\":\"battery staple\"}")
        .body("valid", equalTo(true));

    ADMIN.delete("/v1/users/pat@pw.example").statusCode(204);
    edge.post(
            "/v1/credentials/verify",
            "{\"user\":\"pat@pw.example\",\"password\":\"battery staple\"}")
        .body("valid", equalTo(false));
  }

  @Test
  void anEdgeGetsWhatScramNeedsAndTheAuditTrailSaysSo() {
    ADMIN.domain("scram.example");
    ADMIN.put("/v1/users/sam", "{\"password\":\"correct horse\"}").statusCode(201);
    ADMIN.put("/v1/users/sam/grants/scram.example", "{}").statusCode(201);
    Api.withRole("edge")
        .post("/v1/credentials/scram", "{\"user\":\"sam\"}")
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("iterations", greaterThanOrEqualTo(4096))
        .body("salt", matchesRegex("[A-Za-z0-9+/=]{20,}"))
        .body("storedKey", matchesRegex("[A-Za-z0-9+/=]{44}"))
        .body("serverKey", matchesRegex("[A-Za-z0-9+/=]{44}"))
        .body("domains", contains("scram.example"));
    ADMIN
        .get("/v1/audit?limit=20")
        .statusCode(200)
        .body("entries.find { it.subject == 'user:sam' }.action", equalTo("user.scram-fetched"));
    ADMIN.put("/v1/users/no-password", "{}").statusCode(201);
    for (var unknown : java.util.List.of("nobody", "no-password")) {
      Api.withRole("edge")
          .post("/v1/credentials/scram", "{\"user\":\"" + unknown + "\"}")
          .statusCode(404)
          .body("type", equalTo("https://signetmail.io/problems/unknown-user"));
    }
  }

  @Test
  void userWithoutPasswordCannotLogIn() {
    ADMIN.put("/v1/users/trusted-mta", "{}").statusCode(201);
    Api.withRole("edge")
        .post("/v1/credentials/verify", "{\"user\":\"trusted-mta\",\"password\":\"anything\"}")
        .statusCode(200)
        .body("valid", equalTo(false));
  }

  @Test
  void grantsNeedBothEndsAndGoWithTheDomain() {
    ADMIN.domain("grant.example");
    ADMIN.put("/v1/users/grace", "{}");
    ADMIN
        .put("/v1/users/nobody/grants/grant.example", "{}")
        .statusCode(404)
        .body("type", equalTo("https://signetmail.io/problems/unknown-user"));
    ADMIN
        .put("/v1/users/grace/grants/none.example", "{}")
        .statusCode(404)
        .body("type", equalTo("https://signetmail.io/problems/unknown-domain"));
    ADMIN.put("/v1/users/grace/grants/grant.example", "{}").statusCode(201);
    ADMIN
        .get("/v1/users/grace/grants")
        .body("user", equalTo("grace"))
        .body("domains", contains("grant.example"));
    ADMIN.delete("/v1/users/grace/grants/grant.example").statusCode(204);
    ADMIN.delete("/v1/users/grace/grants/grant.example").statusCode(204);

    ADMIN.put("/v1/users/grace/grants/grant.example", "{}").statusCode(201);
    ADMIN.delete("/v1/domains/grant.example").statusCode(204);
    ADMIN.get("/v1/users/grace/grants").body("domains", equalTo(java.util.List.of()));
  }

  @Test
  void keyIsMadeWithItsRecord() {
    ADMIN.domain("key.example");
    var key =
        ADMIN
            .post(
                "/v1/domains/key.example/keys", "{\"algorithm\":\"rsa-2048\",\"selector\":\"s1\"}")
            .statusCode(201)
            .body("domain", equalTo("key.example"))
            .body("selector", equalTo("s1"))
            .body("algorithm", equalTo("rsa-2048"))
            .body("user", nullValue())
            .body("state", equalTo("pending"))
            .body("record.name", equalTo("s1._domainkey.key.example"))
            .body("record.type", equalTo("TXT"))
            .body("$", not(org.hamcrest.Matchers.hasKey("privateKey")))
            .extract()
            .jsonPath();
    String value = key.get("record.value");
    assertThat(value).startsWith("v=DKIM1; k=rsa; p=MII").hasSizeGreaterThan(255);
    String zone = key.get("record.zone");
    assertThat(zone)
        .startsWith("s1._domainkey.key.example. 3600 IN TXT ( \"v=DKIM1; k=rsa; p=")
        .endsWith("\" )");

    ADMIN
        .post("/v1/domains/key.example/keys", "{\"selector\":\"S1\"}")
        .statusCode(409)
        .body("type", equalTo("https://signetmail.io/problems/selector-taken"));
    ADMIN.get("/v1/domains/key.example/keys").body("keys.selector", contains("s1"));
    ADMIN.get("/v1/domains/key.example/keys/s1").body("record.value", equalTo(value));
    ADMIN
        .get("/v1/domains/key.example/keys/s2")
        .statusCode(404)
        .body("type", equalTo("https://signetmail.io/problems/unknown-key"));
  }

  @Test
  void unnamedKeysAreNamedByTheTemplate() {
    ADMIN.domain("template.example");
    String first =
        ADMIN
            .post("/v1/domains/template.example/keys", "{\"algorithm\":\"ed25519\"}")
            .statusCode(201)
            .extract()
            .path("selector");
    String second =
        ADMIN
            .post("/v1/domains/template.example/keys", "{\"algorithm\":\"ed25519\"}")
            .extract()
            .path("selector");
    assertThat(first).matches("20[0-9]{4}-ed25519");
    assertThat(second).isEqualTo(first + "-2");
  }

  @Test
  void statesFollowEachOther() {
    ADMIN.domain("state.example");
    var key = "/v1/domains/state.example/keys/e1";
    ADMIN.post("/v1/domains/state.example/keys", "{\"algorithm\":\"ed25519\",\"selector\":\"e1\"}");
    ADMIN
        .post(key + "/destroy")
        .statusCode(409)
        .body("type", equalTo("https://signetmail.io/problems/wrong-state"));
    ADMIN.post(key + "/activate").statusCode(200).body("state", equalTo("active"));
    ADMIN.post(key + "/activate").statusCode(200).body("state", equalTo("active"));
    ADMIN.post(key + "/withdraw").statusCode(200).body("state", equalTo("retiring"));
    ADMIN.post(key + "/activate").statusCode(200).body("state", equalTo("active"));
    ADMIN.post(key + "/retire").statusCode(200).body("state", equalTo("retired"));
    ADMIN.post(key + "/activate").statusCode(409);
    ADMIN.post(key + "/destroy").statusCode(200).body("state", equalTo("destroyed"));
  }

  @Test
  void aNewActiveKeyTakesOverFromTheOldOneOfItsKind() {
    ADMIN.domain("rotate.example");
    ADMIN.activeKey("rotate.example", "r1", "");
    ADMIN.activeKey("rotate.example", "e1", ",\"algorithm\":\"ed25519\"");
    ADMIN.activeKey("rotate.example", "r2", "");
    var states = "/v1/domains/rotate.example/keys";
    ADMIN.get(states).body("keys.find{it.selector=='r1'}.state", equalTo("retiring"));
    ADMIN.get(states).body("keys.find{it.selector=='r2'}.state", equalTo("active"));
    ADMIN.get(states).body("keys.find{it.selector=='e1'}.state", equalTo("active"));
  }

  @Test
  void checkComparesWithDnsAndActivates() {
    var dns = KeyServiceBackends.DNS;
    ADMIN.domain("dns.example");
    String zone =
        ADMIN
            .post("/v1/domains/dns.example/keys", "{\"selector\":\"s1\"}")
            .extract()
            .path("record.zone");
    var check = "/v1/domains/dns.example/keys/s1/check";
    ADMIN
        .post(check)
        .statusCode(200)
        .body("ok", equalTo(false))
        .body("state", equalTo("pending"))
        .body("findings[0].code", equalTo("missing"))
        .body("findings[0].severity", equalTo("error"));
    dns.add(zone);
    ADMIN
        .post(check)
        .body("ok", equalTo(true))
        .body("findings", equalTo(java.util.List.of()))
        .body("state", equalTo("active"));
    ADMIN
        .get("/v1/audit?limit=20")
        .body("entries.action", hasItems("key.published", "key.active"))
        .body("entries.find{it.action=='key.active'}.details.evidence", equalTo("dns"))
        .body("entries.find{it.action=='key.active'}.subject", equalTo("domain:dns.example"));
    dns.remove("s1._domainkey.dns.example", "TXT");
    ADMIN
        .post(check)
        .body("ok", equalTo(false))
        .body("state", equalTo("active"))
        .body("findings.code", hasItem("missing"));
  }

  @Test
  void readinessNamesWhatToPublish() {
    var dns = KeyServiceBackends.DNS;
    ADMIN.domain("ready.example");
    ADMIN.activeKey("ready.example", "s1", "");
    var path = "/v1/domains/ready.example/readiness";
    var first =
        ADMIN
            .get(path)
            .statusCode(200)
            .body("ready", equalTo(false))
            .body("spf.code", hasItem("spf-missing"))
            .body("dkim.code", hasItem("dkim-missing"))
            .body("dmarc.code", hasItem("dmarc-missing"))
            .body("mx.code", hasItem("mx-missing"))
            .extract()
            .jsonPath();
    dns.add(first.getString("spf[0].publish.zone"));
    dns.add(first.getString("dkim[0].publish.zone"));
    dns.add(first.getString("dmarc.find{it.publish != null}.publish.zone"));
    dns.add("ready.example. MX 10 mx.ready.example.\nmx.ready.example. A 192.0.2.1\n");
    ADMIN.get(path).body("ready", equalTo(true)).body("dkim.code", contains("dkim-record"));

    ADMIN
        .get("/v1/domains/ready.example/dmarc-path")
        .statusCode(200)
        .body("now", equalTo("none"))
        .body("stages.policy", contains("none", "quarantine", "reject"))
        .body(
            "stages[2].record.value",
            equalTo("v=DMARC1; p=reject; rua=mailto:dmarc-reports@ready.example"));
  }
}
