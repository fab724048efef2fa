package io.signetmail.reports;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.EmbeddedPostgres;
import io.signetmail.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real broker, a real database that can be stopped and started, and a key-service that knows two
/// tokens. Made once for all test classes of the module.
public class Backends implements QuarkusTestResourceLifecycleManager {
  static final String TOKEN = "TEST-ONLY-development-token";
  static final String AUDITOR = "TEST-ONLY-auditor-token";
  static final String PROVISIONER = "TEST-ONLY-provisioner-token";
  static final AtomicInteger INTROSPECTIONS = new AtomicInteger();

  private static @Nullable EmbeddedKafka kafka;
  private static @Nullable EmbeddedPostgres postgres;
  private static @Nullable Path data;
  private static @Nullable HttpServer keyService;
  private static int port;

  @Override
  public Map<String, String> start() {
    var broker = EmbeddedKafka.create();
    kafka = broker;
    try (var admin = connection().admin()) {
      new TopicProvisioner(admin, new TopicPlan(3, 1, 1, false)).provision();
    }
    port = Ports.free(1).getFirst();
    try {
      data = Files.createTempDirectory("signet-reports-pg");
      keyService = keyService();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    startDatabase();
    var settings = new HashMap<String, String>(broker.config());
    settings.putAll(database().schema("reports").config());
    settings.put("signet.api-token", TOKEN);
    settings.put("signet.key-service.url", "http://127.0.0.1:" + keyService.getAddress().getPort());
    settings.put("quarkus.http.test-port", "0");
    settings.put("signet.reports.key-usage-every", "1s");
    return settings;
  }

  static KafkaConnection connection() {
    if (kafka == null) {
      throw new IllegalStateException("not started");
    }
    return KafkaConnection.to(kafka.bootstrap(), "test").withBufferBytes(64L << 20);
  }

  static EmbeddedPostgres database() {
    if (postgres == null) {
      throw new IllegalStateException("stopped");
    }
    return postgres;
  }

  static void startDatabase() {
    if (data == null) {
      throw new IllegalStateException("no data directory");
    }
    postgres = EmbeddedPostgres.over(data.resolve("pg"), port, data.resolve("log"), Map.of());
  }

  static void stopDatabase() {
    database().close();
    postgres = null;
  }

  private static HttpServer keyService() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/tokens/introspect",
        exchange -> {
          INTROSPECTIONS.incrementAndGet();
          var token = exchange.getRequestHeaders().getFirst("Authorization");
          var answer =
              switch (String.valueOf(token)) {
                case "Bearer " + AUDITOR -> "{\"active\":true,\"role\":\"auditor\"}";
                case "Bearer " + PROVISIONER ->
                    "{\"active\":true,\"role\":\"provisioner\",\"domains\":[\"other.example\"]}";
                default -> "{\"active\":false}";
              };
          var bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Override
  public void stop() {
    if (keyService != null) {
      keyService.stop(0);
    }
    if (postgres != null) {
      postgres.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }
}
