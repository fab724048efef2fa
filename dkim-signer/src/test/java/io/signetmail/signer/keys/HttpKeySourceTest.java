package io.signetmail.signer.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.signetmail.auth.dns.DomainName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
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

  private record Settings(URI url) implements KeyServiceSettings {
    @Override
    public Optional<String> token() {
      return Optional.of("t0ken");
    }

    @Override
    public Optional<Path> tokenFile() {
      return Optional.empty();
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(20);
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
    server.createContext(
        "/",
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
    return source().find(QUESTION);
  }

  private HttpKeySource source() {
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new HttpKeySource(HttpClient.newHttpClient(), new Settings(url), new ObjectMapper());
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
          401 | {}                                                       | Unavailable
          500 | {}                                                       | Unavailable
          """)
  void everyOtherAnswerIsNoKeyOrUnavailableAndQuotesNothing(int status, String body, String kind) {
    var answer = ask(status, body);
    assertThat(answer.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(answer.toString()).doesNotContain("SECRET");
  }

  @Test
  void noServerIsUnavailable() {
    var source = source();
    server.stop(0);
    assertThat(source.find(QUESTION)).isInstanceOf(KeyAnswer.Unavailable.class);
  }
}
