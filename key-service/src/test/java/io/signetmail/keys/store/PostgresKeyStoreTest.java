package io.signetmail.keys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.store.postgres.PostgresKeyStore;
import io.signetmail.testkit.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresKeyStoreTest implements KeyStoreContract {
  private final EmbeddedPostgres postgres = EmbeddedPostgres.create();
  private final Jdbi jdbi = jdbi();
  private boolean migrated = true;

  private Jdbi jdbi() {
    var database = postgres.schema("keys");
    return Jdbi.create(database.jdbcUrl(), database.user(), database.password())
        .installPlugin(new PostgresPlugin());
  }

  @BeforeAll
  void migrate() {
    var database = postgres.schema("keys");
    var result =
        Flyway.configure()
            .dataSource(database.jdbcUrl(), database.user(), database.password())
            .defaultSchema("keys")
            .load()
            .migrate();
    assertThat(result.success).isTrue();
  }

  @BeforeEach
  void empty() {
    migrated = true;
    jdbi.useHandle(handle ->
        handle.execute(
            "TRUNCATE domain, account, sender_grant, signing_key, token, subject_version,"
                + " audit, outbox, kept_answer, delegation RESTART IDENTITY CASCADE"));
  }

  @AfterAll
  void stop() {
    postgres.close();
  }

  @Override
  public KeyStore store() {
    return new PostgresKeyStore(jdbi, () -> migrated, () -> {});
  }

  @Test
  void refusesWorkUntilItIsMigrated() {
    migrated = false;
    assertThatThrownBy(() -> store().read(t -> t.domains().find(SHOP)))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aServerThatIsAwayIsUnavailable() {
    var nowhere = Jdbi.create("jdbc:postgresql://127.0.0.1:1/none", "keys", "keys");
    var store = new PostgresKeyStore(nowhere, () -> true, () -> {});
    assertThatThrownBy(() -> store.read(t -> t.domains().find(SHOP)))
        .isInstanceOf(StoreUnavailable.class);
  }
}
