package io.signetmail.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.topic.Topic;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.EmbeddedPostgres;
import io.signetmail.testkit.Ports;
import io.signetmail.testkit.ReceivedMail;
import io.signetmail.testkit.SinkRule;
import io.signetmail.testkit.SinkRule.Action;
import io.signetmail.testkit.SinkRule.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is killed or taken away comes back, and nothing was lost meanwhile.
class RelayRecoveryTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int ATTEMPTS = 32;

  @TempDir private Path data;
  private final int port = Ports.free(1).getFirst();
  private EmbeddedPostgres postgres;
  private EmbeddedKafka kafka;
  private RelayWorld world;

  @BeforeEach
  void build() {
    postgres = startPostgres();
    kafka = EmbeddedKafka.create();
    world = new RelayWorld(kafka, postgres);
  }

  private EmbeddedPostgres startPostgres() {
    return EmbeddedPostgres.over(data.resolve("pg"), port, data.resolve("pg.log"), Map.of());
  }

  @AfterEach
  void tearDown() {
    world.close();
    kafka.close();
    postgres.close();
  }

  /// Duplicates only for what had its 250 and was not written yet.
  @Test
  void killedInTheMiddleEverythingIsDeliveredAndHardlyAnythingTwice() {
    var sent = submit(400);
    var killed = process();
    world.sink.awaitCount(LONG, 120);
    killed.kill();
    var before = world.sink.mails().size();
    assertThat(before).isLessThan(sent.size());

    try (var _ = process();
        var _ = process()) {
      awaitAllDelivered(sent);
    }

    assertThat(subjects(world.sink.mails())).hasSize(sent.size());
    assertThat(world.sink.mails().size() - sent.size()).as("duplicates").isBetween(0, ATTEMPTS);
  }

  @Test
  void a250DuringADatabaseOutageIsWrittenAfterIt() {
    world.sink.rule(
        new SinkRule(Stage.END_OF_DATA, "", new Action.Delay(Duration.ofSeconds(1)), 1));
    world.start();
    var id = world.outbound("a@one.example");
    Await.until(LONG, "under way", () -> world.states(id).equals(List.of("leased")));

    postgres.close();
    world.sink.awaitCount(LONG, 1);
    postgres = startPostgres();

    awaitAllDelivered(List.of(id));
    var later = world.outbound("b@one.example");
    awaitAllDelivered(List.of(later));
    assertThat(world.sink.mails()).hasSize(2);
  }

  @Test
  void whatArrivesDuringADatabaseOutageIsDeliveredAfterIt() {
    world.start();
    awaitAllDelivered(submit(5));
    postgres.close();
    var meanwhile = submit(20);
    postgres = startPostgres();

    awaitAllDelivered(meanwhile);
    assertThat(world.sink.mails()).hasSize(25);
  }

  /// The body of a deferred message is in Kafka: while the broker is away it waits, uncounted.
  @Test
  void aBrokerOutageOnlyDelays() {
    world.start();
    awaitAllDelivered(submit(5));
    kafka.stop();
    kafka.start();

    awaitAllDelivered(submit(5));
    assertThat(world.kept(Topic.DLQ_MAIL)).isZero();
    assertThat(world.sink.mails()).hasSize(10);
  }

  private RelayProcess process() {
    return RelayProcess.start(
        "256m", kafka.bootstrap(), postgres.schema("relay"), world.sink.port());
  }

  private List<MessageId> submit(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            world.put(
                Topic.MAIL_OUTBOUND,
                RelayWorld.envelope("user" + i % 10, "x@d" + i % 20 + ".example"),
                RelayWorld.body("number " + i + " " + System.nanoTime())))
        .toList();
  }

  private void awaitAllDelivered(List<MessageId> ids) {
    Await.until(
        LONG,
        ids.size() + " messages delivered",
        () -> {
          try {
            return ids.stream().allMatch(id -> world.states(id).equals(List.of("delivered")));
          } catch (org.jdbi.v3.core.JdbiException _) {
            return false; // the database is just coming back
          }
        });
  }

  private static Set<String> subjects(List<ReceivedMail> mails) {
    var subjects = new TreeSet<String>();
    for (var mail : mails) {
      mail.header().lines().filter(line -> line.startsWith("Subject:")).forEach(subjects::add);
    }
    return subjects;
  }
}
