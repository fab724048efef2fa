package io.signetmail.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// A real PostgreSQL as child process, with a schema and a role per service.
///
/// Persistent ones write through to the disk, as a server people rely on does; temporary ones do
/// not, because a test never survives a power cut.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;

  private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server) {
    this.server = server;
  }

  /// A started server on a free port whose data is deleted by {@link #close}.
  public static EmbeddedPostgres create() {
    return started(io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder());
  }

  /// As {@link #over(Path, int, Path, Map)}, for tests that do not read what the server says.
  public static EmbeddedPostgres over(Path dataDirectory, int port, Map<String, String> extra) {
    return started(persistent(dataDirectory, port, extra));
  }

  /// A started server over data that stays, on a port of the caller's choice, safe against a power
  /// cut.
  ///
  /// The caller closes it; what the server says is appended to `log`.
  public static EmbeddedPostgres over(
      Path dataDirectory, int port, Path log, Map<String, String> extra) {
    var append = ProcessBuilder.Redirect.appendTo(log.toFile());
    return started(
        persistent(dataDirectory, port, extra)
            .setRegisterShutdownHook(false)
            .setOutputRedirector(append)
            .setErrorRedirector(append));
  }

  private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder persistent(
      Path dataDirectory, int port, Map<String, String> extra) {
    var builder =
        io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
            .setDataDirectory(dataDirectory)
            .setCleanDataDirectory(false)
            .setPort(port)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on");
    extra.forEach(builder::setServerConfig);
    return builder;
  }

  private static EmbeddedPostgres started(
      io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder) {
    try {
      return new EmbeddedPostgres(
          builder
              .setPGStartupWait(START_LIMIT)
              .setServerConfig("listen_addresses", "127.0.0.1")
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not start", e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /// The schema `name`, owned by a role of the same name; made when it does not exist.
  ///
  /// The password equals the name: the server listens on 127.0.0.1 only and trusts it.
  public Database schema(String name) {
    if (!PLAIN_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a plain schema name: " + name);
    }
    execute(
        """
        DO $$ BEGIN
          IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%1$s') THEN
            CREATE ROLE %1$s LOGIN PASSWORD '%1$s';
          END IF;
        END $$;
        CREATE SCHEMA IF NOT EXISTS %1$s AUTHORIZATION %1$s;
        ALTER ROLE %1$s SET search_path = %1$s;
        """
            .formatted(name));
    return new Database(
        "jdbc:postgresql://127.0.0.1:" + port() + "/postgres?currentSchema=" + name,
        name,
        name,
        name);
  }

  /// Empties the schema by dropping and making it again.
  public Database emptySchema(String name) {
    schema(name);
    execute("DROP SCHEMA %1$s CASCADE".formatted(name));
    return schema(name);
  }

  /// Runs SQL of the test's own as superuser.
  public void execute(String sql) {
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("SQL refused: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL did not stop", e);
    }
  }
}
