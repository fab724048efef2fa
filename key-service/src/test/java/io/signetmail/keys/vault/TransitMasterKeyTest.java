package io.signetmail.keys.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.signetmail.keys.KeySettings;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The master key in a transit engine; the engine is a small server that does the same.
class TransitMasterKeyTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] SECRET = "-----BEGIN PRIVATE KEY-----".getBytes(UTF_8);
  private static final String TOKEN = "hvs.token-for-tests-only";

  @TempDir Path dir;
  private final JsonMapper json = JsonMapper.builder().build();
  private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
  private final List<String> asked = new ArrayList<>();
  private HttpServer server = start();
  private int status = 200;

  private HttpServer start() {
    try {
      var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      made.createContext("/v1/transit/encrypt/signet", exchange -> answer(exchange, true));
      made.createContext("/v1/transit/decrypt/signet", exchange -> answer(exchange, false));
      made.start();
      return made;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(HttpExchange exchange, boolean encrypt) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestURI().getPath());
      if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      if (status != 200) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      var question = json.readTree(exchange.getRequestBody());
      Map<String, String> data;
      try {
        data = encrypt ? sealed(question) : opened(question);
      } catch (GeneralSecurityException _) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      var out = json.writeValueAsBytes(Map.of("data", data));
      exchange.sendResponseHeaders(200, out.length);
      exchange.getResponseBody().write(out);
    }
  }

  private Map<String, String> sealed(JsonNode question) throws GeneralSecurityException {
    var plain = Base64.getDecoder().decode(question.get("plaintext").textValue());
    var bytes = AesGcm.encrypt(key, question.get("associated_data").textValue(), plain, RANDOM);
    return Map.of("ciphertext", "vault:v1:" + Base64.getEncoder().encodeToString(bytes));
  }

  private Map<String, String> opened(JsonNode question) throws GeneralSecurityException {
    var text = question.get("ciphertext").textValue();
    var bytes = Base64.getDecoder().decode(text.substring("vault:v1:".length()));
    var plain = AesGcm.decrypt(key, question.get("associated_data").textValue(), bytes);
    return Map.of("plaintext", Base64.getEncoder().encodeToString(plain));
  }

  @BeforeEach
  void token() throws IOException {
    Files.writeString(dir.resolve("token"), TOKEN + "\n");
    var master =
        Files.writeString(dir.resolve("master"), Base64.getEncoder().encodeToString(new byte[32]));
    Files.setPosixFilePermissions(master, PosixFilePermissions.fromString("r--------"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Vault vault(Map<String, String> more) {
    var values =
        new HashMap<>(
            Map.of(
                "signet.keys.transit.address", "http://127.0.0.1:" + server.getAddress().getPort(),
                "signet.keys.transit.token-file", dir.resolve("token").toString(),
                "signet.keys.master-key-file", dir.resolve("master").toString()));
    values.putAll(more);
    var config =
        new SmallRyeConfigBuilder()
            .withMapping(KeySettings.class)
            .withMapping(TransitSettings.class)
            .withDefaultValues(values)
            .addDiscoveredConverters()
            .build();
    return MasterKeys.vault(
        config.getConfigMapping(KeySettings.class),
        config.getConfigMapping(TransitSettings.class),
        RANDOM);
  }

  @Test
  void sealsAndOpensThroughTheEngine() {
    var vault = vault(Map.of());
    var sealed = vault.seal("a", SECRET);
    assertThat(vault.isCurrent(sealed)).isTrue();
    assertThat(vault(Map.of()).open("a", sealed)).isEqualTo(SECRET);
    assertThat(asked).containsExactly("/v1/transit/encrypt/signet", "/v1/transit/decrypt/signet");
    assertThatThrownBy(() -> vault.open("b", sealed)).isInstanceOf(VaultException.class);
  }

  @Test
  void anEngineThatIsAwayIsUnavailableAndNothingIsLost() throws IOException {
    var vault = vault(Map.of());
    var sealed = vault.seal("a", SECRET);
    status = 503;
    assertThatThrownBy(() -> vault.open("a", sealed))
        .isInstanceOf(MasterKeyUnavailable.class)
        .hasMessageContaining("503");
    Files.writeString(dir.resolve("token"), "expired");
    assertThatThrownBy(() -> vault.seal("a", SECRET))
        .isInstanceOf(MasterKeyUnavailable.class)
        .hasMessageContaining("403")
        .hasMessageNotContaining("expired");
    server.stop(0);
    assertThatThrownBy(() -> vault.open("a", sealed)).isInstanceOf(MasterKeyUnavailable.class);
  }

  @Test
  void theWayToTheEngineAndBack() {
    var file = vault(Map.of("signet.keys.transit.seals", "false"));
    var remote =
        vault(Map.of("signet.keys.previous-master-key-files", dir.resolve("master").toString()));
    var old = file.seal("a", SECRET);
    var moved = remote.rewrap("a", old);
    assertThat(remote.isCurrent(old)).isFalse();
    assertThat(remote.isCurrent(moved)).isTrue();
    assertThat(vault(Map.of()).open("a", moved)).isEqualTo(SECRET);
    var back = file.rewrap("a", moved);
    assertThat(file.isCurrent(back)).isTrue();
    asked.clear();
    assertThat(file.open("a", back)).isEqualTo(SECRET);
    assertThat(asked).isEmpty();
  }
}
