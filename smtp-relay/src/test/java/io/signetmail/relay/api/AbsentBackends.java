package io.signetmail.relay.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.signetmail.testkit.EmbeddedPostgres;
import io.signetmail.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// No Kafka at all, and a PostgreSQL that comes and goes as the test says.
public final class AbsentBackends implements QuarkusTestResourceLifecycleManager {
  private static final int POSTGRES_PORT = Ports.free(1).getFirst();
  private static final Path DIRECTORY = directory();
  static final String TOKEN = "TEST-ONLY-token";
  private static Optional<EmbeddedPostgres> postgres = Optional.empty();

  private static Path directory() {
    try {
      return Files.createTempDirectory("signet-relay-absent");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    return Map.of(
        "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + POSTGRES_PORT + "/postgres",
        "quarkus.datasource.username", "relay",
        "quarkus.datasource.password", "relay",
        "quarkus.http.test-port", "0",
        "signet.api-token", TOKEN,
        "signet.kafka.bootstrap", "127.0.0.1:1");
  }

  static void startPostgres() {
    var server =
        EmbeddedPostgres.over(
            DIRECTORY.resolve("pg"), POSTGRES_PORT, DIRECTORY.resolve("pg.log"), Map.of());
    postgres = Optional.of(server);
    server.schema("relay");
  }

  static void stopPostgres() {
    postgres.ifPresent(EmbeddedPostgres::close);
    postgres = Optional.empty();
  }

  @Override
  public void stop() {
    stopPostgres();
  }
}
