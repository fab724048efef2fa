package io.signetmail.keys.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.store.Outbox;
import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.store.DriverDataSource;
import io.signetmail.keys.store.postgres.PostgresKeyStore;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.Test;

/// A service that stops right after a change has told everybody of it.
class EventDrainTest {
  private static final int CHANGES = 250;

  @Test
  void whatWasCommittedIsSentBeforeTheServiceIsGone() throws Exception {
    try (var postgres = EmbeddedPostgres.create();
        var kafka = EmbeddedKafka.create()) {
      var database = postgres.schema("keys");
      var _ =
          Flyway.configure()
              .dataSource(database.jdbcUrl(), database.user(), database.password())
              .defaultSchema("keys")
              .load()
              .migrate();
      var source = new DriverDataSource(database.jdbcUrl(), database.user(), database.password());
      var connection = KafkaConnection.to(kafka.bootstrap(), "test");
      try (var admin = connection.admin()) {
        admin.createTopics(List.of(new NewTopic("keys.changed", 1, (short) 1))).all().get();
      }
      var producer = new DurableProducer(connection);
      var outbox = new Outbox(source, producer);
      var store =
          new PostgresKeyStore(
              Jdbi.create(source).installPlugin(new PostgresPlugin()), () -> true, outbox::nudge);
      var drain = new EventDrain(outbox, producer);
      drain.start();
      for (int i = 0; i < CHANGES; i++) {
        add(store, new MailDomain("d" + i + ".example"));
      }
      drain.stop();
      assertThat(sent(connection)).hasSize(CHANGES);
    }
  }

  private static void add(PostgresKeyStore store, MailDomain domain) {
    var now = Instant.parse("2026-11-23T10:00:00Z");
    store.change(
        List.of(),
        t -> {
          t.domains()
              .add(
                  new Domain(domain, now),
                  Change.of(Subject.domain(domain), "test", Actor.SERVICE, now));
          return null;
        });
  }

  private static Set<String> sent(KafkaConnection connection) {
    var partition = new TopicPartition("keys.changed", 0);
    var keys = new HashSet<String>();
    try (var consumer = new KafkaConsumer<String, byte[]>(connection.consumer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> keys.add(record.key()));
      }
    }
    return keys;
  }
}
