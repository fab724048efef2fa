package io.signetmail.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @Test
  void eachServiceOwnsItsSchemaAndSeesNoOther() throws SQLException {
    try (var postgres = EmbeddedPostgres.create()) {
      var keys = postgres.schema("keys");
      var relay = postgres.schema("relay");
      try (var asKeys = connect(keys);
          var asRelay = connect(relay)) {
        run(asKeys, "CREATE TABLE secrets (id int)");
        run(asKeys, "INSERT INTO keys.secrets VALUES (1)");
        assertThatThrownBy(() -> run(asRelay, "SELECT * FROM keys.secrets"))
            .hasMessageContaining("permission denied");
      }
      assertThat(postgres.schema("keys")).isEqualTo(keys);
    }
  }

  @Test
  void persistentServerWritesThroughAndKeepsItsRows(@TempDir Path directory) throws SQLException {
    int port = Ports.free(1).getFirst();
    try (var postgres = over(directory, port)) {
      try (var connection = connect(postgres.schema("keys"))) {
        run(connection, "CREATE TABLE kept AS SELECT 42 AS answer");
        assertThat(first(connection, "SHOW fsync")).isEqualTo("on");
        assertThat(first(connection, "SHOW synchronous_commit")).isEqualTo("on");
      }
    }
    try (var postgres = over(directory, port);
        var connection = connect(postgres.schema("keys"))) {
      assertThat(postgres.port()).isEqualTo(port);
      assertThat(first(connection, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void emptySchemaIsEmpty() throws SQLException {
    try (var postgres = EmbeddedPostgres.create()) {
      try (var connection = connect(postgres.schema("reports"))) {
        run(connection, "CREATE TABLE rows (id int)");
      }
      try (var connection = connect(postgres.emptySchema("reports"))) {
        assertThat(first(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'reports'"))
            .isEqualTo("0");
      }
    }
  }

  private static EmbeddedPostgres over(Path directory, int port) {
    return EmbeddedPostgres.over(
        directory.resolve("pg"), port, directory.resolve("pg.log"), Map.of());
  }

  private static Connection connect(Database database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
