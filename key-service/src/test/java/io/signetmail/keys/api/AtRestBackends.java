package io.signetmail.keys.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.signetmail.testkit.Database;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.EmbeddedPostgres;
import io.signetmail.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A PostgreSQL that logs every statement with its parameters and keeps its write-ahead log, a
/// Kafka, and a service that logs as much as it can, all into one directory a test can search.
public final class AtRestBackends implements QuarkusTestResourceLifecycleManager {
  static final Path DIRECTORY = directory();
  static final String MASTER_KEY_FILE = "master-key";

  /// Not the one of the other tests: this one is searched for.
  static final String MASTER_KEY =
      Base64.getEncoder()
          .encodeToString(
              "at-rest master key, 32 bytes ok!"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));

  private static List<EmbeddedPostgres> postgres = List.of();
  private static List<EmbeddedKafka> kafka = List.of();
  private static List<Database> database = List.of();

  private static Path directory() {
    try {
      return Files.createTempDirectory("signet-at-rest");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      var masterKey = Files.writeString(DIRECTORY.resolve(MASTER_KEY_FILE), MASTER_KEY);
      Files.setPosixFilePermissions(masterKey, PosixFilePermissions.fromString("r--------"));
      var server =
          EmbeddedPostgres.over(
              DIRECTORY.resolve("pg"),
              Ports.free(1).getFirst(),
              DIRECTORY.resolve("postgres.log"),
              Map.of(
                  "log_statement", "all",
                  "log_parameter_max_length", "-1",
                  "log_min_messages", "debug1",
                  "wal_keep_size", "1GB",
                  "wal_level", "logical"));
      postgres = List.of(server);
      database = List.of(server.emptySchema("keys"));
      var broker = EmbeddedKafka.create(Map.of("auto.create.topics.enable", "true"));
      kafka = List.of(broker);
      var config = new HashMap<>(database.getFirst().config());
      config.putAll(broker.config());
      config.put("signet.keys.master-key-file", DIRECTORY.resolve(MASTER_KEY_FILE).toString());
      config.put("signet.keys.bootstrap-token", KeyServiceBackends.ADMIN);
      config.put("quarkus.log.file.enabled", "true");
      config.put("quarkus.log.file.path", DIRECTORY.resolve("service.log").toString());
      config.put("quarkus.log.level", "DEBUG");
      config.put("quarkus.log.console.level", "WARN");
      // The client of the test, in the same process, would write down what it sends.
      config.put("quarkus.log.category.\"org.apache.http\".level", "WARN");
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path kafkaData() {
    return kafka.getFirst().settings().dataDirectory();
  }

  /// Everything in memory goes to the files.
  static void flush() {
    postgres.getFirst().execute("CHECKPOINT");
  }

  /// Every row of every table as text, as a dump would show it; binary columns in hex.
  static String tables() {
    var db = database.getFirst();
    var text = new StringBuilder();
    try (var connection = DriverManager.getConnection(db.jdbcUrl(), db.user(), db.password());
        var statement = connection.createStatement()) {
      var names = new ArrayList<String>();
      try (var tables =
          statement.executeQuery(
              "SELECT tablename FROM pg_tables WHERE schemaname = 'keys' ORDER BY tablename")) {
        while (tables.next()) {
          names.add(tables.getString(1));
        }
      }
      for (var name : names) {
        text.append(name).append('\n');
        try (var rows = statement.executeQuery("SELECT t::text FROM \"" + name + "\" t")) {
          while (rows.next()) {
            text.append(rows.getString(1)).append('\n');
          }
        }
      }
      return text.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    kafka.forEach(EmbeddedKafka::close);
    postgres.forEach(EmbeddedPostgres::close);
  }
}
