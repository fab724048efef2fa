package io.signetmail.keys.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Makes keys, passwords and tokens, uses and misuses them, and then looks for them in every file
/// of PostgreSQL (tables and write-ahead log), of Kafka and of every log, and in the text of every
/// table.
@QuarkusTest
@WithTestResource(AtRestBackends.class)
class AtRestTest {
  private static final Api ADMIN = Api.ADMIN;
  private static final String DOMAIN = "at-rest.example";

  /// Long enough never to be met by chance, short enough to fit between two page headers.
  private static final int PIECE = 24;

  private final Map<String, byte[]> secrets = new LinkedHashMap<>();

  @BeforeEach
  void ready() {
    Api.awaitReady();
  }

  @Test
  void noFileHasAPrivateKeyAPasswordOrAToken() throws Exception {
    ADMIN.domain(DOMAIN);
    passwords();
    keys();
    tokens();
    AtRestBackends.flush();

    var haystacks = haystacks();
    var found = new TreeSet<String>();
    haystacks.forEach((name, content) ->
        secrets.forEach((secret, bytes) -> {
          if (content.contains(new String(bytes, ISO_8859_1))) {
            found.add(secret + " in " + name);
          }
        }));
    assertThat(found).isEmpty();
    // The search itself finds what is there.
    for (var place : List.of("pg_wal", "base", "postgres.log", "service.log", "tables", "kafka")) {
      assertThat(haystacks.entrySet())
          .as("%s mentions the domain", place)
          .anyMatch(e -> e.getKey().contains(place) && e.getValue().contains(DOMAIN));
    }
    assertThat(secrets).hasSizeGreaterThan(60);
  }

  private void secret(String name, String text) {
    secrets.put(name, text.getBytes(ISO_8859_1));
    secrets.put(name + " in base64", base64(text.getBytes(ISO_8859_1)).getBytes(ISO_8859_1));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  private void passwords() {
    var edge = Api.withRole("edge");
    for (int i = 0; i < 3; i++) {
      var password = "correct-horse-battery-" + i + "-" + System.nanoTime();
      secret("password " + i, password);
      ADMIN.user("rest" + i, password, DOMAIN);
      edge.post(
              "/v1/credentials/verify",
              "{\"user\":\"rest%d\",\"password\":\"%s\"}".formatted(i, password))
          .statusCode(200);
      var wrong = "wrong-" + password;
      edge.post(
              "/v1/credentials/verify",
              "{\"user\":\"rest%d\",\"password\":\"%s\"}".formatted(i, wrong))
          .statusCode(200);
      // In the wrong place, and in JSON that does not end.
      ADMIN.put("/v1/users/rest" + i, "{\"pass\":\"" + password + "\"}").statusCode(400);
      ADMIN.put("/v1/users/rest" + i, "{\"password\":\"" + password).statusCode(400);
    }
  }

  private void keys() throws Exception {
    ADMIN.activeKey(DOMAIN, "rsa", "");
    ADMIN.activeKey(DOMAIN, "ed", ",\"algorithm\":\"ed25519\"");
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var pem = pem(generator.generateKeyPair().getPrivate().getEncoded());
    var json = pem.replace("\n", "\\n");
    privateKey("imported", pem);
    ADMIN.activeKey(DOMAIN, "own", ",\"user\":\"rest1\",\"privateKey\":\"" + json + "\"");
    // Refused ones are secret too.
    for (var more :
        List.of(
            ",\"algorithm\":\"ed25519\",\"privateKey\":\"" + json + "\"",
            ",\"privateKey\":\"" + json.substring(0, json.length() - 200) + "\"",
            ",\"passphrase\":\"" + json + "\"",
            ",\"unknown\":\"" + json + "\"",
            ",\"privateKey\":[\"" + json + "\"]")) {
      int status =
          ADMIN
              .post("/v1/domains/" + DOMAIN + "/keys", "{\"selector\":\"no\"" + more + "}")
              .extract()
              .statusCode();
      assertThat(status).isBetween(400, 499);
    }
    var signer = Api.withRole("signer");
    for (var user : List.of("rest0", "rest1")) {
      List<String> fetched =
          signer
              .get("/v1/signing-keys?user={u}&domain={d}", user, DOMAIN)
              .statusCode(200)
              .extract()
              .path("keys.privateKey");
      assertThat(fetched).isNotEmpty();
      for (var key : fetched) {
        privateKey(user + "'s " + secrets.size(), key);
      }
      signer.get("/?type=dkim&user={u}&domain={d}", user, DOMAIN).statusCode(200);
    }
  }

  private static String pem(byte[] der) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END PRIVATE KEY-----\n";
  }

  /// Every form in which a key could be lying around.
  private void privateKey(String name, String pem) throws Exception {
    var lines = pem.lines().filter(line -> !line.startsWith("-----")).toList();
    var der = Base64.getDecoder().decode(String.join("", lines));
    // The first bytes are the same for all keys of a kind.
    for (int i = 1; i < lines.size() - 1; i++) {
      secrets.put(name + ", line " + i, lines.get(i).substring(0, PIECE).getBytes(ISO_8859_1));
    }
    piece(name + ", DER", der, der.length - PIECE);
    scalars(der).forEach((scalar, bytes) -> piece(name + ", " + scalar, bytes, 1));
  }

  private void piece(String name, byte[] bytes, int from) {
    var piece = java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE));
    secrets.put(name, piece);
    secrets.put(name + " in hex", HexFormat.of().formatHex(piece).getBytes(ISO_8859_1));
    secrets.put(name + " in base64", base64(piece).getBytes(ISO_8859_1));
  }

  private static Map<String, byte[]> scalars(byte[] der) throws Exception {
    var scalars = new LinkedHashMap<String, byte[]>();
    var spec = new PKCS8EncodedKeySpec(der);
    if (der.length < 100) {
      var key = (EdECPrivateKey) KeyFactory.getInstance("Ed25519").generatePrivate(spec);
      scalars.put("seed", key.getBytes().orElseThrow());
    } else {
      var key = (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec);
      scalars.put("d", magnitude(key.getPrivateExponent()));
      scalars.put("p", magnitude(key.getPrimeP()));
      scalars.put("q", magnitude(key.getPrimeQ()));
    }
    return scalars;
  }

  private static byte[] magnitude(BigInteger number) {
    return number.toByteArray();
  }

  private void tokens() {
    for (var role : List.of("provisioner", "edge", "signer", "auditor")) {
      var token = Api.withRole(role);
      secret("token " + role, token.token());
      token.get("/v1/domains");
    }
    secret("bootstrap token", KeyServiceBackends.ADMIN);
    var invented = "invented-token-" + System.nanoTime();
    secret("invented token", invented);
    new Api(invented).get("/v1/domains").statusCode(401);
    secret("master key", AtRestBackends.MASTER_KEY);
    piece("master key bytes", Base64.getDecoder().decode(AtRestBackends.MASTER_KEY), 0);
  }

  private static Map<String, String> haystacks() throws IOException {
    var contents = new LinkedHashMap<String, String>();
    contents.put("the tables as text", AtRestBackends.tables());
    var files = new ArrayList<Path>();
    try (var walk = Files.walk(AtRestBackends.DIRECTORY)) {
      walk.filter(Files::isRegularFile).forEach(files::add);
    }
    try (var walk = Files.walk(AtRestBackends.kafkaData())) {
      walk.filter(Files::isRegularFile).forEach(files::add);
    }
    for (var file : files) {
      var name = file.startsWith(AtRestBackends.DIRECTORY) ? file.toString() : "kafka " + file;
      if (!name.endsWith(AtRestBackends.MASTER_KEY_FILE)) {
        contents.put(name, read(file));
      }
    }
    return contents;
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
