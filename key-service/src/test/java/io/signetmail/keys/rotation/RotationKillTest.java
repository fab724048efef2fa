package io.signetmail.keys.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeysChanged;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.NewKey;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.signingkeys.SigningKeys;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.Database;
import io.signetmail.testkit.DnsServer;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` while keys rotate. `-Drotation.kills=20` kills that often in each state; the default
/// is small.
///
/// The test is the world: it owns DNS, publishes the records of pending keys when its dice say so,
/// removes those of retired keys, and looks all the time whether each domain has a key that signs
/// and is in DNS.
class RotationKillTest {
  private static final int KILLS = Integer.getInteger("rotation.kills", 2);
  private static final long SEED = Long.getLong("rotation.seed", 20261123L);
  private static final int DOMAINS = 12;
  private static final List<RotationState> STATES =
      List.of(RotationState.AWAITING_DNS, RotationState.PUBLISHED, RotationState.OVERLAP);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres = EmbeddedPostgres.create();
  private final EmbeddedKafka kafka = EmbeddedKafka.create();
  private final DnsServer dns =
      DnsServer.start(
          """
          example. SOA ns.example. hostmaster.example. 1 60 60 60 60
          example. NS ns.example.
          ns.example. A 127.0.0.1
          """);
  private final Random dice = new Random(SEED);
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final InstantSource clock = RotationProcess.clock(start);
  private final Database database = postgres.schema("keys");
  private final KeyStore store = RotationProcess.store(database.jdbcUrl(), () -> {});
  private final List<MailDomain> domains =
      IntStream.range(0, DOMAINS).mapToObj(i -> new MailDomain("d" + i + ".example")).toList();
  private final Set<String> published = new HashSet<>();
  private long looks;

  @AfterEach
  void stop() {
    dns.close();
    kafka.close();
    postgres.close();
  }

  @Test
  void noDomainIsEverWithoutAUsableKeyAndNoEventIsMissing(@TempDir Path dir) throws Exception {
    migrate();
    try (var admin = KafkaConnection.to(kafka.bootstrap(), "test").admin()) {
      admin.createTopics(List.of(new NewTopic("keys.changed", 1, (short) 1))).all().get();
    }
    provision();
    var kills = new EnumMap<RotationState, Integer>(RotationState.class);
    var inFlight = new EnumMap<RotationState, Integer>(RotationState.class);
    for (int i = 0; i < KILLS * STATES.size(); i++) {
      var wanted = STATES.get(i % STATES.size());
      var process = startProcess(dir);
      long moment = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(dice.nextInt(400));
      Await.until(
          LIMIT,
          "a rotation is " + wanted + " at the chosen moment",
          () -> {
            liveOn();
            return System.nanoTime() > moment && states().containsKey(wanted);
          });
      kill(process);
      var states = states();
      states.forEach((state, count) -> inFlight.merge(state, count, Integer::sum));
      // The step may have been taken between the look and the kill.
      if (states.containsKey(wanted)) {
        kills.merge(wanted, 1, Integer::sum);
      }
      liveOn();
    }
    finish(dir);
    noEventIsMissing();
    System.out.printf(
        "rotation kills by state %s; rotations in flight at a kill %s; done %d; looks %d%n",
        kills, inFlight, count("SELECT count(*) FROM rotation WHERE state = 'done'"), looks);
    for (var state : STATES) {
      assertThat(kills.getOrDefault(state, 0)).as("kills in %s", state).isPositive();
    }
    assertThat(count("SELECT count(*) FROM rotation WHERE state = 'done'")).isPositive();
    assertThat(count("SELECT count(*) FROM rotation WHERE state IN ('timed-out', 'cancelled')"))
        .isZero();
  }

  private void migrate() {
    var _ =
        Flyway.configure()
            .dataSource(database.jdbcUrl(), database.user(), database.password())
            .defaultSchema("keys")
            .load()
            .migrate();
  }

  private void provision() {
    var keys = RotationProcess.keys(store, clock);
    for (var domain : domains) {
      var about = Subject.domain(domain);
      store.change(
          List.of(),
          t -> {
            var now = clock.instant();
            t.domains()
                .add(
                    new Domain(domain, now),
                    Change.of(about, "domain.created", Actor.SERVICE, now));
            t.rotations()
                .putSchedule(
                    new RotationSchedule(domain, 1, now),
                    Change.of(about, "rotation.scheduled", Actor.SERVICE, now));
            return null;
          });
      activate(keys, domain);
    }
  }

  private void activate(SigningKeys keys, MailDomain domain) {
    var key =
        keys.create(
            Actor.SERVICE,
            domain,
            new NewKey(
                Optional.of(new Selector("first")),
                Optional.empty(),
                new NewKey.Source.Generated(KeyAlgorithm.ED25519)));
    publish(key);
    var _ = keys.move(Actor.SERVICE, key.id(), KeyState.ACTIVE, "test");
  }

  private void publish(SigningKey key) {
    if (published.add(key.id().toString())) {
      dns.add(key.record().zoneLine() + "\n");
    }
  }

  /// One look at the whole world, and what the owners of the domains do then.
  private void liveOn() {
    looks++;
    var snapshot = store.read(t -> domains.stream().map(t.keys()::list).toList());
    for (int i = 0; i < DOMAINS; i++) {
      var domain = domains.get(i);
      var keys = snapshot.get(i);
      assertThat(keys)
          .as("%s has a key that signs and is in DNS", domain)
          .anyMatch(key -> key.isActive() && published.contains(key.id().toString()));
      for (var key : keys) {
        switch (key.state()) {
          case PENDING -> {
            if (dice.nextInt(4) == 0) {
              publish(key);
            }
          }
          case RETIRED -> {
            if (published.remove(key.id().toString())) {
              dns.remove(key.id().toString(), "TXT");
            }
          }
          case PUBLISHED, ACTIVE, RETIRING, DESTROYED -> {}
        }
      }
    }
  }

  private Map<RotationState, Integer> states() {
    var states = new EnumMap<RotationState, Integer>(RotationState.class);
    store.read(t -> {
      for (var domain : domains) {
        t.rotations().running(domain).forEach(r -> states.merge(r.state(), 1, Integer::sum));
      }
      return null;
    });
    return states;
  }

  private Process startProcess(Path dir) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                RotationProcess.class.getName(),
                database.jdbcUrl(),
                kafka.bootstrap(),
                Integer.toString(dns.port()),
                start.toString())
            .redirectError(ProcessBuilder.Redirect.appendTo(dir.resolve("processes.log").toFile()))
            .start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo(RotationProcess.RUNNING);
    }
    return process;
  }

  private static void kill(Process process) throws InterruptedException {
    var _ = process.destroyForcibly().waitFor();
  }

  /// A last process ends what the killed ones left.
  private void finish(Path dir) throws Exception {
    execute("DELETE FROM rotation_schedule");
    var process = startProcess(dir);
    try {
      Await.until(
          LIMIT,
          "every rotation ends and every event is sent",
          () -> {
            liveOn();
            return states().isEmpty() && count("SELECT count(*) FROM outbox") == 0;
          });
    } finally {
      kill(process);
    }
  }

  private void noEventIsMissing() {
    var seen = new HashMap<String, Set<Long>>();
    var partition = new TopicPartition("keys.changed", 0);
    try (var consumer =
        new KafkaConsumer<String, byte[]>(
            KafkaConnection.to(kafka.bootstrap(), "test").consumer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          var event = BusJson.read(record.value(), KeysChanged.class).orElseThrow();
          seen.computeIfAbsent(event.key(), _ -> new TreeSet<>()).add(event.version());
        }
      }
    }
    long events = 0;
    for (var domain : domains) {
      var subject = Subject.domain(domain).key();
      long changes = count("SELECT count(*) FROM audit WHERE subject = '" + subject + "'");
      long version = store.read(t -> t.changes().version(Subject.domain(domain)));
      assertThat(version).isEqualTo(changes);
      assertThat(seen.getOrDefault(subject, Set.of()))
          .as("events of %s", subject)
          .hasSize((int) changes)
          .contains(1L, changes);
      events += changes;
    }
    System.out.printf("audited changes, each with its event: %d%n", events);
  }

  private long count(String query) {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
