package io.signetmail.bus.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.bus.BrokerTest;
import io.signetmail.bus.TestMail;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.StoredBatch;
import io.signetmail.bus.worker.StoredHandler;
import io.signetmail.bus.worker.StoredMode;
import io.signetmail.bus.worker.WorkerLoop;
import io.signetmail.bus.worker.WorkerMetrics;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class StoredModeTest extends BrokerTest {
  private static EmbeddedPostgres postgres;
  private static DataSource database;

  @BeforeAll
  static void createTables() {
    postgres = EmbeddedPostgres.create();
    var schema = postgres.schema("bus");
    var source = new PGSimpleDataSource();
    source.setUrl(schema.jdbcUrl());
    source.setUser(schema.user());
    source.setPassword(schema.password());
    database = source;
    execute(
        "create table consumed_offsets (consumer_group text, topic text, partition int,"
            + " next_offset bigint not null, primary key (consumer_group, topic, partition))");
    execute("create table mail (body text not null)");
    execute(
        "create table outbox (id bigint generated always as identity primary key, topic text not"
            + " null, record_key text not null, value bytea not null, header_names text[] not null,"
            + " header_values bytea[] not null, created_at timestamptz not null default now())");
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  private static void execute(String sql) {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> bodies() {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select body from mail")) {
      var bodies = new ArrayList<String>();
      while (rows.next()) {
        bodies.add(rows.getString(1));
      }
      return bodies;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Stores bodies; fails every second call before its commit, as a database that goes away would.
  private static final class FlakyStore implements StoredHandler {
    private final String group;
    private int calls;

    FlakyStore(String group) {
      this.group = group;
    }

    @Override
    public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions)
        throws SQLException {
      try (var connection = database.getConnection()) {
        return Offsets.load(connection, group, partitions);
      }
    }

    @Override
    public void store(StoredBatch batch, Offsets.Advance advance) throws SQLException {
      try (var connection = database.getConnection()) {
        connection.setAutoCommit(false);
        try (var insert = connection.prepareStatement("insert into mail values (?)")) {
          for (var mail : batch.mails()) {
            insert.setString(1, TestMail.body(mail));
            insert.executeUpdate();
          }
        }
        Offsets.save(connection, advance);
        calls++;
        if (calls % 2 == 1) {
          throw new SQLException("gone before the commit");
        }
        connection.commit();
      }
    }
  }

  @Test
  void everyRecordIsStoredOnceAlthoughTheDatabaseFailsAndTheWorkerRestarts() {
    var expected = new ArrayList<String>();
    try (var producer = new DurableProducer(connection())) {
      for (int round = 0; round < 2; round++) {
        var mode =
            new StoredMode(
                connection(),
                List.of(Topic.MAIL_REPORTS),
                "flaky",
                new FlakyStore("flaky"),
                20,
                TestMail.RANDOM,
                new WorkerMetrics(new SimpleMeterRegistry(), "test"));
        try (var _ = WorkerLoop.start(mode)) {
          for (int i = 0; i < 50; i++) {
            var body = round + "-" + i;
            expected.add(body);
            assertThat(producer.send(Topic.MAIL_REPORTS, TestMail.saying(body)))
                .isInstanceOf(SendOutcome.Stored.class);
          }
          Await.until(LIMIT, "all stored", () -> bodies().containsAll(expected));
        }
      }
    }
    assertThat(bodies().stream().filter(body -> !body.startsWith("short")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  /// A broker that came back without its disk, or from an old copy of it.
  @Test
  void aLogShorterThanWhatWasReadOfItIsReadFromItsStart() throws Exception {
    try (var connection = database.getConnection()) {
      for (int partition = 0; partition < 3; partition++) {
        var where = new TopicPartition("mail.inbound", partition);
        Offsets.save(
            connection, new Offsets.Advance("short", List.of(new Offsets.Move(where, 0, 1_000))));
      }
    }
    var expected = new ArrayList<String>();
    var mode =
        new StoredMode(
            connection(),
            List.of(Topic.MAIL_INBOUND),
            "short",
            new FlakyStore("short"),
            20,
            TestMail.RANDOM,
            new WorkerMetrics(new SimpleMeterRegistry(), "test"));
    try (var producer = new DurableProducer(connection());
        var _ = WorkerLoop.start(mode)) {
      for (int i = 0; i < 30; i++) {
        expected.add("short-" + i);
        assertThat(producer.send(Topic.MAIL_INBOUND, TestMail.saying("short-" + i)))
            .isInstanceOf(SendOutcome.Stored.class);
      }
      Await.until(LIMIT, "all stored", () -> bodies().containsAll(expected));
    }
    assertThat(bodies().stream().filter(body -> body.startsWith("short")))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aReaderThatLostItsPartitionStoresNothing() throws Exception {
    var partition = new TopicPartition("mail.reports", 9);
    try (var connection = database.getConnection()) {
      Offsets.save(connection, advance(partition, 0, 10));
      Offsets.save(connection, advance(partition, 12, 20));
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> Offsets.save(connection, advance(partition, 10, 15)))
          .isInstanceOf(Offsets.StaleReader.class);
      assertThat(Offsets.load(connection, "group", List.of(partition)))
          .containsEntry(partition, 20L);
    }
  }

  private static Offsets.Advance advance(TopicPartition partition, long first, long next) {
    return new Offsets.Advance("group", List.of(new Offsets.Move(partition, first, next)));
  }

  @Test
  void theOutboxSendsWhatACommittedTransactionLeftAndNothingElse() throws Exception {
    try (var producer = new DurableProducer(connection());
        var outbox = new Outbox(database, producer);
        var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      Outbox.add(connection, record("rolled back"));
      connection.rollback();
      Outbox.add(connection, record("committed"));
      connection.commit();
      outbox.start();
      outbox.nudge();
      Await.until(LIMIT, "the outbox is empty", () -> rows(connection) == 0);
    }
    var sent = everything(Topic.KEYS_CHANGED).stream().map(r -> r.key()).toList();
    assertThat(sent).containsExactly("committed");
    assertThat(everything(Topic.KEYS_CHANGED).getFirst().headers().lastHeader("h").value())
        .isEqualTo(new byte[] {1});
  }

  private static ProducerRecord<String, byte[]> record(String key) {
    var record = new ProducerRecord<>(Topic.KEYS_CHANGED.topicName(), key, new byte[] {7});
    record.headers().add("h", new byte[] {1});
    return record;
  }

  private static long rows(Connection connection) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from outbox")) {
      rows.next();
      long count = rows.getLong(1);
      connection.commit();
      return count;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
