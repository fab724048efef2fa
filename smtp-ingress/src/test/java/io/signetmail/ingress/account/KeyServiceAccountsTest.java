package io.signetmail.ingress.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.account.RememberedAnswers.Answer;
import io.signetmail.ingress.sasl.ScramClient;
import io.signetmail.ingress.session.Login;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyServiceAccountsTest {
  private final AtomicReference<String> request = new AtomicReference<>("");
  private final AtomicReference<String> answer = new AtomicReference<>("{}");
  private volatile int status = 200;
  private HttpServer server;
  private KeyServiceAccounts accounts;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/v1/signing-keys/explain", this::answer);
    server.createContext(
        "/v1/credentials/",
        exchange -> {
          request.set(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var body = answer.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/v1/users/u x/grants",
        exchange -> {
          var body = answer.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    accounts =
        new KeyServiceAccounts(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            () -> Optional.of("edge-token"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = answer.get().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aValidLoginComesWithItsDomains() {
    answer.set("{\"valid\":true,\"domains\":[\"Shop.Example\",\"not a domain\"],\"more\":1}");
    assertThat(accounts.login("u\"", "p"))
        .isEqualTo(new Login.Granted("u\"", Set.of(DomainName.of("shop.example"))));
    assertThat(request.get())
        .isEqualTo("Bearer edge-token {\"user\":\"u\\\"\",\"password\":\"p\"}");
  }

  @Test
  void aTrustedUserHasTheirGrants() {
    answer.set("{\"user\":\"u x\",\"domains\":[\"shop.example\"]}");
    assertThat(accounts.trusted("u x"))
        .isEqualTo(new Login.Granted("u x", Set.of(DomainName.of("shop.example"))));
    status = 404;
    assertThat(accounts.trusted("u x")).isInstanceOf(Login.Denied.class);
    status = 500;
    assertThat(accounts.trusted("u x")).isInstanceOf(Login.Unavailable.class);
  }

  @Test
  void anInvalidOneIsDenied() {
    answer.set("{\"valid\":false,\"domains\":[]}");
    assertThat(accounts.login("u", "p")).isEqualTo(new Login.Denied());
  }

  /// What key-service calls no name or password is nobody's; it is not an outage.
  @Test
  void whatCannotBeANameIsDenied() {
    status = 400;
    answer.set("{\"type\":\"https://signetmail.io/problems/invalid-user\"}");
    assertThat(accounts.login("a b", "p")).isEqualTo(new Login.Denied());
    assertThat(accounts.trusted("u x")).isEqualTo(new Login.Denied());
    assertThat(accounts.scram("a b")).isInstanceOf(Answer.No.class);
  }

  @Test
  void scramKeysComeWithTheGrants() {
    answer.set(
        "{\"iterations\":4096,\"salt\":\"W22ZaJ0SNY7soEsUEjb6gQ==\","
            + "\"storedKey\":\"WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=\","
            + "\"serverKey\":\"wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=\","
            + "\"domains\":[\"shop.example\"]}");
    assertThat(accounts.scram("user"))
        .isEqualTo(
            new Answer.Good<>(
                new ScramSource.Known(
                    ScramClient.secrets("pencil", "W22ZaJ0SNY7soEsUEjb6gQ==", 4096),
                    new Login.Granted("user", Set.of(DomainName.of("shop.example"))))));
    assertThat(request.get()).isEqualTo("Bearer edge-token {\"user\":\"user\"}");
    status = 404;
    assertThat(accounts.scram("user")).isInstanceOf(Answer.No.class);
    status = 503;
    assertThat(accounts.scram("user")).isInstanceOf(Answer.Away.class);
    status = 200;
    answer.set("{\"iterations\":1,\"salt\":\"!\",\"storedKey\":\"\",\"serverKey\":\"\"}");
    assertThat(accounts.scram("user")).isInstanceOf(Answer.Away.class);
  }

  @Test
  void aKeyIsThereWhenSomethingSigns() {
    var shop = DomainName.of("shop.example");
    answer.set("{\"signs\":[\"s1._domainkey.shop.example\"],\"steps\":[]}");
    assertThat(accounts.signs("u", shop))
        .isEqualTo(new Answer.Good<>(new CachedSenderKeys.Sender("u", shop)));
    answer.set("{\"signs\":[],\"reason\":\"no-key\",\"steps\":[]}");
    assertThat(accounts.signs("u", shop)).isEqualTo(new Answer.No<>("no-key"));
    status = 403;
    assertThat(accounts.signs("u", shop)).isInstanceOf(Answer.Away.class);
  }

  @Test
  void everythingElseIsUnavailableNeverDenied() {
    answer.set("<html>");
    assertThat(accounts.login("u", "p")).isInstanceOf(Login.Unavailable.class);
    status = 503;
    assertThat(accounts.login("u", "p")).isInstanceOf(Login.Unavailable.class);
    server.stop(0);
    assertThat(accounts.login("u", "secret-password").toString())
        .contains("Unavailable")
        .doesNotContain("secret-password");
  }
}
