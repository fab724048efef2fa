package io.signetmail.reports.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.reports.history.HistoryRow;
import io.signetmail.testkit.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyUsesTest {
  private static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  private static final Instant T = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration EVERY = Duration.ofMinutes(30);
  private static final Jdbi JDBI = migrated();
  private final KeyUses uses = new KeyUses(JDBI);

  private static Jdbi migrated() {
    var database = POSTGRES.schema("reports");
    var _ =
        Flyway.configure()
            .dataSource(database.jdbcUrl(), database.user(), database.password())
            .defaultSchema("reports")
            .load()
            .migrate();
    return Jdbi.create(database.jdbcUrl(), database.user(), database.password())
        .installPlugin(new PostgresPlugin());
  }

  @AfterAll
  static void stop() {
    POSTGRES.close();
  }

  @BeforeEach
  void empty() {
    JDBI.useHandle(handle -> {
      handle.execute("truncate key_signed, key_reported");
      handle.execute("update key_usage_feed set published_at = '-infinity'");
    });
  }

  private static HistoryRow signed(String domain, String selector, Instant at) {
    return new HistoryRow(at, "id", "signed", "", domain, List.of(), selector, "{}");
  }

  private static void store(HistoryRow... rows) {
    JDBI.useTransaction(handle -> new KeysSeen(handle).signed(List.of(rows)));
  }

  private static void reported(String domain, String selector, Instant at) {
    JDBI.useHandle(handle ->
        handle.execute("insert into key_reported values (?, ?, ?)", domain, selector, at));
  }

  private Map<String, String> all(Instant now) {
    var all = new TreeMap<String, String>();
    assertThat(
            uses.whenDue(
                now,
                EVERY,
                snapshot ->
                    snapshot.forEach(use ->
                        all.put(
                            use.domain() + "/" + use.selector(),
                            use.lastSigned() + " " + use.lastReported()))))
        .isTrue();
    return all;
  }

  @Test
  void theNewestSignatureStaysWhateverComesTwiceOrLate() {
    store(signed("Shop.example", "S1", T.plusSeconds(5)), signed("shop.example", "s1", T));
    store(signed("shop.example", "s1", T.plusSeconds(1)));
    store(signed("shop.example", "s1", T.plusSeconds(5)));
    assertThat(all(T)).containsEntry("shop.example/s1", T.plusSeconds(5) + " null").hasSize(1);
  }

  @Test
  void otherEventsAndNamesThatAreNoneSayNothing() {
    store(signed("shop.example", "", T), signed("", "s1", T), signed("x".repeat(300), "s1", T));
    assertThat(all(T)).isEmpty();
  }

  @Test
  void ofDomainsThatNeverSignedHereNothingIsTold() {
    reported("stranger.example", "s1", T);
    reported("shop.example", "old", T);
    reported("shop.example", "s1", T.minusSeconds(9));
    store(signed("shop.example", "s1", T));
    assertThat(all(T))
        .containsOnlyKeys("shop.example/old", "shop.example/s1")
        .containsEntry("shop.example/old", "null " + T)
        .containsEntry("shop.example/s1", T + " " + T.minusSeconds(9));
  }

  /// A report can name as many keys as it likes; those that sign here are not crowded out by it.
  @Test
  void inventedKeysDoNotCrowdOutRealOnes() {
    store(signed("shop.example", "s1", T));
    reported("shop.example", "s1", T);
    JDBI.useHandle(handle ->
        handle.execute(
            "insert into key_reported select 'shop.example', 'x' || n, now()"
                + " from generate_series(1, 1500) n"));
    assertThat(all(T)).hasSize(1_001).containsEntry("shop.example/s1", T + " " + T);
  }

  @Test
  void oneOfSeveralCollectorsPublishesInEachPeriod() throws Exception {
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var publishing = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var times = new AtomicInteger();
    var first =
        CompletableFuture.supplyAsync(() ->
            uses.whenDue(
                now,
                EVERY,
                _ -> {
                  times.incrementAndGet();
                  publishing.countDown();
                  await(goOn);
                }));
    publishing.await();
    assertThat(new KeyUses(JDBI).whenDue(now, EVERY, _ -> times.incrementAndGet())).isFalse();
    goOn.countDown();
    assertThat(first.get()).isTrue();
    assertThat(new KeyUses(JDBI).whenDue(now, EVERY, _ -> times.incrementAndGet())).isFalse();
    assertThat(times).hasValue(1);
    var later = now.plus(EVERY).plusMillis(1);
    assertThat(new KeyUses(JDBI).whenDue(later, EVERY, _ -> times.incrementAndGet())).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatCouldNotBePublishedIsStillDue() {
    assertThatThrownBy(() ->
            uses.whenDue(
                T,
                EVERY,
                _ -> {
                  throw new IllegalStateException("no broker");
                }))
        .hasMessage("no broker");
    assertThat(all(T)).isEmpty();
  }
}
