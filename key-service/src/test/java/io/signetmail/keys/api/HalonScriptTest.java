package io.signetmail.keys.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reads every kind of answer as the script of `docs/halon.md` does.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class HalonScriptTest {
  private static final Api ADMIN = Api.ADMIN;
  private static final ObjectMapper JSON = new ObjectMapper();

  private enum Decision {
    SIGN,
    DEFER
  }

  @BeforeEach
  void ready() {
    Api.awaitReady();
    ADMIN.domain("script.example");
    ADMIN.user("hal", "password1", "script.example");
  }

  private static Decision decide(Response answer) {
    return answer.statusCode() == 200 && isArray(answer.asString())
        ? Decision.SIGN
        : Decision.DEFER;
  }

  /// Halon's `json_decode` makes an array of an object and of a list, and gives none for what is no
  /// JSON.
  private static boolean isArray(String body) {
    try {
      JsonNode decoded = JSON.readTree(body);
      return decoded != null && decoded.isContainerNode();
    } catch (JsonProcessingException _) {
      return false;
    }
  }

  private static Response ask(Api api, String user, String domain) {
    return api.with()
        .urlEncodingEnabled(false)
        .get("/?type=dkim&user=" + user + "&domain=" + domain);
  }

  @Test
  void aKeySignsAndOnlyAKey() {
    assertThat(decide(ask(ADMIN, "hal", "script.example"))).isEqualTo(Decision.DEFER);
    ADMIN.activeKey("script.example", "s1", "");
    var answer = ask(ADMIN, "hal", "script.example");
    assertThat(decide(answer)).isEqualTo(Decision.SIGN);
    assertThat(answer.<String>path("selector")).isEqualTo("s1");
    assertThat(answer.<String>path("domain")).isEqualTo("script.example");
    assertThat(answer.<String>path("rsakey")).startsWith("-----BEGIN PRIVATE KEY-----");

    ADMIN.put("/v1/domains/script.example/settings", "{\"keyNeverLeaves\":true}");
    assertThat(decide(ask(ADMIN, "hal", "script.example"))).isEqualTo(Decision.DEFER);
    ADMIN.put("/v1/domains/script.example/settings", "{\"keyNeverLeaves\":false}");
    assertThat(decide(ask(ADMIN, "hal", "script.example"))).isEqualTo(Decision.SIGN);
    ADMIN.delete("/v1/users/hal/grants/script.example");
    assertThat(decide(ask(ADMIN, "hal", "script.example"))).isEqualTo(Decision.DEFER);
    ADMIN.delete("/v1/domains/script.example");
    assertThat(decide(ask(ADMIN, "hal", "script.example"))).isEqualTo(Decision.DEFER);
  }

  @ParameterizedTest(name = "user {0}, domain {1}: {2}")
  @CsvSource({
    "nobody, script.example, 200",
    "hal, elsewhere.example, 200",
    "hal, not%20a%20domain, 400",
    "'', script.example, 400",
    "hal, '', 400",
    "%00, script.example, 400"
  })
  void everythingElseDefers(String user, String domain, int status) {
    var answer = ask(ADMIN, user, domain);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(isArray(answer.asString())).isFalse();
    assertThat(decide(answer)).isEqualTo(Decision.DEFER);
  }

  /// The body alone must be enough: scripts in the field do not look at the status.
  @Test
  void noRefusalDecodesToAnArray() {
    assertThat(isArray(ask(new Api("wrong"), "hal", "script.example").asString())).isFalse();
    assertThat(isArray(ask(Api.withRole("edge"), "hal", "script.example").asString())).isFalse();
    assertThat(isArray(RestAssured.get("/?type=dkim").asString())).isFalse();
    assertThat(isArray(ADMIN.with().delete("/").asString())).isFalse();
    assertThat(isArray(ADMIN.with().accept("text/csv").get("/?type=dkim").asString())).isFalse();
  }
}
