package io.signetmail.keys.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.signetmail.auth.dkim.Algorithm;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.RemoteKey;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys that never leave: the digest comes here.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class SignTest {
  private static final Api ADMIN = Api.ADMIN;
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));

  @BeforeEach
  void ready() {
    Api.awaitReady();
  }

  private static String order(String user, String domain, String algorithm, byte[] digest) {
    return "{\"user\":\"%s\",\"domain\":\"%s\",\"selector\":\"s1\",\"algorithm\":\"%s\",\"digest\":\"%s\"}"
        .formatted(user, domain, algorithm, Base64.getEncoder().encodeToString(digest));
  }

  private record HttpKey(String user, String domain, Algorithm signatureAlgorithm)
      implements RemoteKey {
    @Override
    public byte[] sign(byte[] sha256) {
      String signature =
          Api.withRole("signer")
              .post("/v1/sign", order(user, domain, signatureAlgorithm.tag(), sha256))
              .statusCode(200)
              .header("Cache-Control", "no-store")
              .extract()
              .path("signature");
      return Base64.getDecoder().decode(signature);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-2048, rsa-sha256, sign-rsa.example",
    "rsa-3072, rsa-sha256, sign-rsa3.example",
    "ed25519, ed25519-sha256, sign-ed.example"
  })
  void aVerifierAcceptsWhatWasSignedHere(String algorithm, String tag, String domain) {
    ADMIN.domain(domain);
    ADMIN.user("sam", "password1", domain);
    ADMIN.activeKey(domain, "s1", ",\"algorithm\":\"" + algorithm + "\"");
    ADMIN
        .put("/v1/domains/" + domain + "/settings", "{\"keyNeverLeaves\":true}")
        .statusCode(200)
        .body("keyNeverLeaves", equalTo(true));

    var key =
        SigningKey.of(
            DomainName.of(domain),
            Selector.of("s1"),
            new HttpKey("sam", domain, Algorithm.parse(tag).orElseThrow()));
    var mail = "From: s@%s\r\nSubject: hi\r\n\r\nhello\r\n".formatted(domain);
    var signed =
        (SigningResult.Signed)
            new DkimSigner(CLOCK)
                .sign(ParsedMessage.of(mail.getBytes(UTF_8)), List.of(key), SigningOptions.DEFAULT);

    String zone = ADMIN.get("/v1/domains/" + domain + "/keys/s1").extract().path("record.zone");
    var results =
        new DkimVerifier(ZoneDns.parse(zone + "\n"), DkimLimits.DEFAULT, CLOCK)
            .verify(ParsedMessage.of((signed.headerFields() + mail).getBytes(UTF_8)));
    assertThat(results).singleElement().isInstanceOf(DkimResult.Pass.class);
  }

  @Test
  void theKeyNeverLeavesAndTheReasonIsTold() {
    ADMIN.domain("stay.example");
    ADMIN.user("stan", "password1", "stay.example");
    ADMIN.activeKey("stay.example", "s1", "");
    ADMIN.put("/v1/domains/stay.example/settings", "{\"keyNeverLeaves\":true}").statusCode(200);

    var lookup =
        ADMIN
            .get("/v1/signing-keys?user=stan&domain=stay.example")
            .statusCode(200)
            .body("keys", equalTo(List.of()))
            .body("reason", equalTo("key-never-leaves"))
            .body("remote.selector", contains("s1"))
            .body("remote.domain", contains("stay.example"))
            .body("remote.algorithm", contains("rsa-sha256"))
            .extract()
            .asString();
    assertThat(lookup).doesNotContain("PRIVATE");
    var halon = ADMIN.get("/?type=dkim&user=stan&domain=stay.example").statusCode(200);
    assertThat(halon.extract().asString()).isEqualTo("null");
    ADMIN
        .get("/v1/signing-keys/explain?user=stan&domain=stay.example")
        .body("signs", contains("s1._domainkey.stay.example"))
        .body("reason", equalTo("key-never-leaves"))
        .body("steps[0].keyNeverLeaves", equalTo(true));

    ADMIN.put("/v1/domains/stay.example/settings", "{\"keyNeverLeaves\":false}").statusCode(200);
    ADMIN
        .get("/v1/signing-keys?user=stan&domain=stay.example")
        .body("keys.selector", contains("s1"));
  }

  @Test
  void whoMayNotLookUpMayNotSign() {
    ADMIN.domain("grant-sign.example");
    ADMIN.user("greta", "password1", "grant-sign.example");
    ADMIN.put("/v1/users/gus", "{}");
    ADMIN.activeKey("grant-sign.example", "s1", ",\"algorithm\":\"ed25519\"");
    var digest = new byte[32];
    var problem = "https://signetmail.io/problems/";
    ADMIN
        .post("/v1/sign", order("gus", "grant-sign.example", "ed25519-sha256", digest))
        .statusCode(404)
        .body("type", equalTo(problem + "no-signing-key"))
        .body("detail", equalTo("no key signs for gus at grant-sign.example: not-granted"));
    ADMIN
        .post("/v1/sign", order("greta", "grant-sign.example", "rsa-sha256", digest))
        .statusCode(400)
        .body("field", equalTo("algorithm"));
    ADMIN
        .post(
            "/v1/sign",
            order("greta", "grant-sign.example", "ed25519-sha256", digest).replace("s1", "s2"))
        .statusCode(404)
        .body("type", equalTo(problem + "unknown-key"));

    var elsewhere = Api.withRole("signer", "other.example");
    elsewhere
        .post("/v1/sign", order("greta", "grant-sign.example", "ed25519-sha256", digest))
        .statusCode(403);
    elsewhere.get("/v1/signing-keys?user=greta&domain=grant-sign.example").statusCode(403);
    var here = Api.withRole("signer", "grant-sign.example");
    here.post("/v1/sign", order("greta", "grant-sign.example", "ed25519-sha256", digest))
        .statusCode(200);
    ADMIN
        .get("/v1/audit?limit=1")
        .body("entries[0].action", equalTo("key.signed"))
        .body("entries[0].details.user", equalTo("greta"))
        .body("entries[0].details.selector", equalTo("s1"));

    ADMIN.delete("/v1/users/greta/grants/grant-sign.example").statusCode(204);
    here.post("/v1/sign", order("greta", "grant-sign.example", "ed25519-sha256", digest))
        .statusCode(404);
  }
}
