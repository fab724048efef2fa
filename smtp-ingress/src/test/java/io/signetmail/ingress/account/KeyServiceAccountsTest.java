package io.signetmail.ingress.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.signetmail.auth.dns.DomainName;
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
    server.createContext(
        "/v1/credentials/verify",
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
