package io.signetmail.signer.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.signetmail.auth.dkim.DkimKeyRecord;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.RemoteKeyUnavailable;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpKeySourceTest {
  private static final KeyQuestion QUESTION =
      new KeyQuestion("shop+1", DomainName.of("shop.example"));

  private HttpServer server;
  private final AtomicReference<String> seen = new AtomicReference<>("");

  private record Settings(URI url, Duration timeout) implements KeyServiceSettings {
    @Override
    public boolean allowPlainHttp() {
      return false;
    }

    @Override
    public Optional<String> token() {
      return Optional.of("t0ken");
    }

    @Override
    public Optional<Path> tokenFile() {
      return Optional.empty();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private KeyAnswer ask(int status, String body) {
    return ask(QUESTION, status, body);
  }

  private KeyAnswer ask(KeyQuestion question, int status, String body) {
    server.createContext(
        "/v1/signing-keys",
        exchange -> {
          seen.set(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    return source().find(question);
  }

  private HttpKeySource source() {
    return source(Duration.ofSeconds(20));
  }

  private HttpKeySource source(Duration timeout) {
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new HttpKeySource(
        HttpClient.newHttpClient(), new Settings(url, timeout), new ObjectMapper());
  }

  @Test
  void aKeyOfKeyServiceCanSign() throws Exception {
    var generator = KeyPairGenerator.getInstance("Ed25519");
    var pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
            + "\\n-----END PRIVATE KEY-----\\n";
    var answer =
        ask(
            200,
            """
            {"keys":[{"selector":"s1","domain":"shop.example","algorithm":"ed25519","privateKey":"%s"}]}
            """
                .formatted(pem));
    assertThat(answer).isInstanceOf(KeyAnswer.Keys.class);
    assertThat(((KeyAnswer.Keys) answer).keys()).hasSize(1);
    assertThat(seen.get())
        .isEqualTo("/v1/signing-keys?user=shop%2B1&domain=shop.example Bearer t0ken");
  }

  /// Design: per domain the key may never leave; then the digest goes there.
  @Test
  void aKeyThatNeverLeavesSignsAtKeyService() throws Exception {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var orders = new AtomicReference<>("");
    server.createContext(
        "/v1/sign",
        exchange -> {
          var order = new ObjectMapper().readTree(exchange.getRequestBody());
          orders.set(order.path("user").asText() + " " + order.path("selector").asText());
          var digest = Base64.getDecoder().decode(order.path("digest").asText());
          var body = "{\"signature\":\"" + signature(pair.getPrivate(), digest) + "\"}";
          exchange.sendResponseHeaders(200, body.length());
          exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    var answer =
        ask(
            200,
            """
            {"keys":[],"reason":"key-never-leaves","remote":[
              {"selector":"s1","domain":"shop.example","algorithm":"ed25519-sha256"}]}
            """);
    var keys = ((KeyAnswer.Keys) answer).keys();
    var message = ParsedMessage.of("From: a@shop.example\r\n\r\nhi\r\n".getBytes(UTF_8));
    var signer = new DkimSigner(InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)));
    var signed = (SigningResult.Signed) signer.sign(message, keys, SigningOptions.DEFAULT);
    assertThat(orders).hasValue("shop+1 s1");

    var mail = signed.headerFields() + "From: a@shop.example\r\n\r\nhi\r\n";
    var record = DkimKeyRecord.of(pair.getPublic()).toTxt();
    var zone = ZoneDns.parse("s1._domainkey.shop.example. TXT \"" + record + "\"\n");
    var results =
        new DkimVerifier(
                zone, DkimLimits.DEFAULT, InstantSource.fixed(Instant.ofEpochSecond(1_800_000_001)))
            .verify(ParsedMessage.of(mail.getBytes(UTF_8)));
    assertThat(results).singleElement().isInstanceOf(DkimResult.Pass.class);
  }

  private static String signature(PrivateKey key, byte[] digest) {
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(digest);
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRefusalToSignIsTriedAgainLater() {
    server.createContext(
        "/v1/sign",
        exchange -> {
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    var answer =
        ask(
            200,
            """
            {"keys":[],"remote":[{"selector":"s1","domain":"shop.example","algorithm":"rsa-sha256"}]}
            """);
    var message = ParsedMessage.of("From: a@shop.example\r\n\r\nhi\r\n".getBytes(UTF_8));
    var signer = new DkimSigner(InstantSource.fixed(Instant.EPOCH));
    var keys = ((KeyAnswer.Keys) answer).keys();
    assertThatThrownBy(() -> signer.sign(message, keys, SigningOptions.DEFAULT))
        .isInstanceOf(RemoteKeyUnavailable.class)
        .hasMessageContaining("403");
  }

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          200 | {"keys":[],"reason":"user may not send as shop.example"} | NoKey
          200 | {"keys":[]}                                              | NoKey
          200 | {"keys":[{"selector":"s1"}]}                             | Unavailable
          200 | {"keys":[{"selector":"s1","domain":"shop.example","privateKey":"SECRET"}]} | Unavailable
          200 | {"keys":SECRET                                           | Unavailable
          200 | {"remote":[{"selector":"s1","domain":"shop.example"}]}   | Unavailable
          200 | {"remote":[{"selector":"s1","domain":"shop.example","algorithm":"rsa-md5"}]} | Unavailable
          401 | {}                                                       | Unavailable
          500 | {}                                                       | Unavailable
          """)
  void everyOtherAnswerIsNoKeyOrUnavailableAndQuotesNothing(int status, String body, String kind) {
    var answer = ask(status, body);
    assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(answer.toString()).doesNotContain("SECRET");
  }

  /// Mail of the platform itself has no user; a question that is refused will be refused again.
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "400, NoKey",
    "403, NoKey",
    "404, NoKey",
    "401, Unavailable",
    "408, Unavailable",
    "429, Unavailable",
    "500, Unavailable",
  })
  void aQuestionWithoutUserThatIsRefusedHasNoKey(int status, String kind) {
    var answer = ask(new KeyQuestion("", DomainName.of("mx.example")), status, "{}");
    assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(seen.get()).isEqualTo("/v1/signing-keys?domain=mx.example Bearer t0ken");
  }

  @Test
  void aBodyThatDoesNotEndIsUnavailableInTime() {
    var over = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write("{\"keys\":".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    try {
      assertThat(source(Duration.ofMillis(300)).find(QUESTION))
          .isInstanceOf(KeyAnswer.Unavailable.class);
    } finally {
      over.countDown();
    }
  }

  @Test
  void aBodyWithoutMeasureIsUnavailable() {
    assertThat(ask(200, " ".repeat(300 * 1024) + "{\"keys\":[]}"))
        .isInstanceOf(KeyAnswer.Unavailable.class);
  }

  @Test
  void noServerIsUnavailable() {
    var source = source();
    server.stop(0);
    assertThat(source.find(QUESTION)).isInstanceOf(KeyAnswer.Unavailable.class);
  }
}
