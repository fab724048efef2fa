package io.signetmail.reports.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.signetmail.reports.CollectorSettings;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What unknown tokens cost key-service.
class TokenCheckTest {
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer keyService;

  @BeforeEach
  void start() throws IOException {
    keyService = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keyService.createContext(
        "/v1/tokens/introspect",
        exchange -> {
          asked.incrementAndGet();
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          var good = body.contains("good");
          var answer = good ? "{\"active\":true,\"role\":\"auditor\"}" : "{\"active\":false}";
          exchange.sendResponseHeaders(200, answer.length());
          exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    keyService.start();
  }

  @AfterEach
  void stop() {
    keyService.stop(0);
  }

  private TokenCheck check(Map<String, String> more) {
    var settings =
        new SmallRyeConfigBuilder()
            .withMapping(CollectorSettings.class)
            .withDefaultValues(Map.of("signet.authserv-id", "mx.signet.example"))
            .withDefaultValues(
                Map.of(
                    "signet.key-service.url",
                    "http://127.0.0.1:" + keyService.getAddress().getPort()))
            .withDefaultValues(more)
            .addDiscoveredConverters()
            .build()
            .getConfigMapping(CollectorSettings.class);
    return new TokenCheck(settings, new ObjectMapper());
  }

  private static int status(TokenCheck check, String token, String address) {
    try {
      return check.callerOf(token, address) == null ? 401 : 200;
    } catch (Problem problem) {
      return problem.getResponse().getStatus();
    }
  }

  @Test
  void anAddressThatGuessesIsNotAskedAboutForEver() {
    var check = check(Map.of());
    assertThat(status(check, "good", "192.0.2.1")).isEqualTo(200);
    int before = asked.get();
    int last = 0;
    for (int i = 0; i < 500; i++) {
      last = status(check, "guess " + i, "192.0.2.1");
    }
    assertThat(last).isEqualTo(429);
    assertThat(asked.get() - before).isEqualTo(FailureLimit.PER_WINDOW);
    assertThat(status(check, "good", "192.0.2.1")).as("known to be good").isEqualTo(200);
    assertThat(status(check, "good too", "192.0.2.2")).as("another address").isEqualTo(200);
  }

  @Test
  void addressesOfOneIpv6NetworkCountAsOne() {
    var check = check(Map.of());
    for (int i = 0; i < 100; i++) {
      var _ = status(check, "guess " + i, "2001:db8::" + i);
    }
    assertThat(asked).hasValue(FailureLimit.PER_WINDOW);
    assertThat(status(check, "guess", "2001:db8:0:1::1")).isEqualTo(401);
  }

  @Test
  void goodTokensAreNoFailures() {
    var check = check(Map.of());
    for (int i = 0; i < 100; i++) {
      assertThat(status(check, "good " + i, "192.0.2.1")).isEqualTo(200);
    }
  }

  @Test
  void whatIsLongerThanAnyTokenIsNotAskedAbout() {
    assertThat(status(check(Map.of()), "good".repeat(200), "192.0.2.1")).isEqualTo(401);
    assertThat(asked).hasValue(0);
  }

  @Test
  void tokensDoNotCrossTheNetworkInTheClear() {
    var elsewhere = Map.of("signet.key-service.url", "http://192.0.2.9:8105");
    assertThatThrownBy(() -> check(elsewhere))
        .hasMessageContaining("signet.key-service.allow-plain-http");
  }
}
