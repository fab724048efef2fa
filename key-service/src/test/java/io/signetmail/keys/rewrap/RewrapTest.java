package io.signetmail.keys.rewrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.MemoryKeyStore;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.store.StoreUnavailable;
import io.signetmail.keys.store.postgres.PostgresKeyStore;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.users.User;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.users.Users;
import io.signetmail.keys.vault.MasterKey;
import io.signetmail.keys.vault.Vault;
import io.signetmail.testkit.EmbeddedPostgres;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A new master key: every row is sealed anew, and the old key may go.
class RewrapTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final MailDomain SHOP = new MailDomain("shop.example");
  private static final UserName ALICE = new UserName("alice");
  private static final int KEYS = 230;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final MasterKey OLD = key(1);
  private static final MasterKey NEW = key(2);

  private Optional<EmbeddedPostgres> postgres = Optional.empty();

  private static MasterKey key(int fill) {
    var bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return MasterKey.parse(Base64.getEncoder().encodeToString(bytes));
  }

  @AfterEach
  void stop() {
    postgres.ifPresent(EmbeddedPostgres::close);
  }

  private KeyStore store(String kind) {
    if (kind.equals("memory")) {
      return new MemoryKeyStore();
    }
    var server = EmbeddedPostgres.create();
    postgres = Optional.of(server);
    var database = server.schema("keys");
    var _ =
        Flyway.configure()
            .dataSource(database.jdbcUrl(), database.user(), database.password())
            .defaultSchema("keys")
            .load()
            .migrate();
    return new PostgresKeyStore(
        Jdbi.create(database.jdbcUrl(), database.user(), database.password())
            .installPlugin(new PostgresPlugin()),
        () -> true,
        () -> {});
  }

  private static SigningKey.Id id(int number) {
    return new SigningKey.Id(SHOP, new Selector("s" + number));
  }

  private static byte[] secret(int number) {
    return ("secret " + number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static void fill(KeyStore store, Vault vault) {
    var change = Change.of(Subject.domain(SHOP), "test", Actor.SERVICE, NOW);
    store.change(
        List.of(),
        t -> {
          t.domains().add(new Domain(SHOP, NOW), change);
          t.users()
              .put(
                  new User(
                      ALICE,
                      Optional.of(vault.seal(Users.vaultContext(ALICE), secret(-1))),
                      "test",
                      NOW),
                  change);
          t.users().put(new User(new UserName("bob"), Optional.empty(), "test", NOW), change);
          for (int i = 0; i < KEYS; i++) {
            var sealed = Optional.of(vault.seal(id(i).vaultContext(), secret(i)));
            t.keys()
                .add(
                    new SigningKey(
                        id(i),
                        Optional.empty(),
                        KeyAlgorithm.ED25519,
                        "p" + i,
                        sealed,
                        new SigningKey.Status(KeyState.ACTIVE, NOW, NOW)),
                    change);
          }
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "postgres"})
  void everyRowIsSealedAnewAndTheOldKeyMayGo(String kind) {
    var store = store(kind);
    fill(store, new Vault(OLD, List.of(), RANDOM));
    var both = new Vault(NEW, List.of(OLD), RANDOM);
    assertThat(new Rewrap(store, both, () -> NOW).progress().remaining()).isEqualTo(KEYS + 1);

    // Stopped after the first batch, as by a crash.
    var dying = new Rewrap(new DyingStore(store, 1), both, () -> NOW);
    assertThatThrownBy(() -> dying.run(Actor.SERVICE)).isInstanceOf(StoreUnavailable.class);
    var left = new Rewrap(store, both, () -> NOW).progress().remaining();
    assertThat(left).isBetween(1L, (long) KEYS);
    var halfway = new Vault(NEW, List.of(OLD), RANDOM);
    check(store, halfway);

    var done = new Rewrap(store, both, () -> NOW).run(Actor.SERVICE);
    assertThat(done.remaining()).isZero();
    assertThat((long) done.rewrapped()).isEqualTo(left);
    check(store, new Vault(NEW, List.of(), RANDOM));

    assertThat(new Rewrap(store, both, () -> NOW).run(Actor.SERVICE).rewrapped()).isZero();
  }

  private static void check(KeyStore store, Vault vault) {
    store.read(t -> {
      for (var key : t.keys().list(SHOP)) {
        int number = Integer.parseInt(key.selector().value().substring(1));
        assertThat(vault.open(key.id().vaultContext(), key.privateKey().orElseThrow()))
            .isEqualTo(secret(number));
      }
      var alice = t.users().find(ALICE).orElseThrow();
      assertThat(vault.open(Users.vaultContext(ALICE), alice.verifiers().orElseThrow()))
          .isEqualTo(secret(-1));
      return null;
    });
  }

  /// Works for so many changes.
  private static final class DyingStore implements KeyStore {
    private final KeyStore store;
    private int left;

    DyingStore(KeyStore store, int left) {
      this.store = store;
      this.left = left;
    }

    @Override
    public <T extends @Nullable Object> T read(Function<StoreTransaction, T> work) {
      return store.read(work);
    }

    @Override
    public <T extends @Nullable Object> T change(
        Collection<Subject> subjects, Function<StoreTransaction, T> work) {
      if (left-- == 0) {
        throw new StoreUnavailable("stopped on purpose");
      }
      return store.change(subjects, work);
    }
  }
}
