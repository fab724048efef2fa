package io.signetmail.bus.store;

import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.SendOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what a database transaction decided to send: rows written with the change, sent
/// afterwards, deleted after the broker's acknowledgement. Nothing is lost; a record may go out
/// twice when the process dies between the two, and nobody relies on order.
///
/// Table (each service's Flyway migration creates it): `outbox(id bigint generated always as
/// identity primary key, topic text not null, record_key text not null, value bytea not null,
/// header_names text[] not null, header_values bytea[] not null, created_at timestamptz not null
/// default now())`.
///
/// One drain thread per process; several processes may drain the same table.
public final class Outbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int CLAIM = 100;
  private static final long IDLE_MILLIS = 500;
  private static final long TROUBLE_MILLIS = 1_000;

  private final DataSource database;
  private final DurableProducer producer;
  private final Thread thread;
  private final Semaphore nudges = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);

  public Outbox(DataSource database, DurableProducer producer) {
    this.database = database;
    this.producer = producer;
    this.thread = Thread.ofPlatform().daemon().name("outbox").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public boolean isAlive() {
    return thread.isAlive();
  }

  /// Adds a record within the caller's transaction.
  public static void add(Connection connection, ProducerRecord<String, byte[]> record)
      throws SQLException {
    var names = new ArrayList<String>();
    var values = new ArrayList<byte[]>();
    record
        .headers()
        .forEach(header -> {
          names.add(header.key());
          values.add(header.value());
        });
    try (var insert =
        connection.prepareStatement(
            "insert into outbox (topic, record_key, value, header_names, header_values)"
                + " values (?, ?, ?, ?, ?)")) {
      insert.setString(1, record.topic());
      insert.setString(2, record.key());
      insert.setBytes(3, record.value());
      insert.setArray(4, connection.createArrayOf("text", names.toArray()));
      insert.setArray(5, connection.createArrayOf("bytea", values.toArray(new byte[0][])));
      insert.executeUpdate();
    }
  }

  /// Says that a transaction with rows has committed, so that they go out at once.
  public void nudge() {
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  private void run() {
    while (closing.getCount() > 0) {
      try {
        int sent = drain();
        if (sent == 0) {
          var _ = nudges.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        }
      } catch (SQLException | NotSent e) {
        LOG.warn("outbox waits: {}", e.getMessage());
        pause();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /// Sends one claim of rows and says how many.
  ///
  /// @throws NotSent when the broker did not take them; they stay
  public int drain() throws SQLException {
    try (var connection = database.getConnection()) {
      boolean auto = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        int sent = drain(connection);
        connection.commit();
        return sent;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(auto);
      }
    }
  }

  private int drain(Connection connection) throws SQLException {
    var ids = new ArrayList<Long>();
    var records = new ArrayList<ProducerRecord<String, byte[]>>();
    claim(connection, ids, records);
    if (ids.isEmpty()) {
      return 0;
    }
    var acknowledged = new ArrayList<Long>();
    @Nullable String trouble = null;
    var outcomes = producer.sendAll(List.copyOf(records));
    for (int i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case SendOutcome.Stored _ -> acknowledged.add(ids.get(i));
        case SendOutcome.NotStored(var reason) -> trouble = reason;
        case SendOutcome.Unknown(var reason) -> trouble = reason;
      }
    }
    delete(connection, acknowledged);
    if (acknowledged.isEmpty() && trouble != null) {
      throw new NotSent(trouble);
    }
    return acknowledged.size();
  }

  private static void claim(
      Connection connection, List<Long> ids, List<ProducerRecord<String, byte[]>> records)
      throws SQLException {
    try (var query =
            connection.prepareStatement(
                "select id, topic, record_key, value, header_names, header_values from outbox"
                    + " order by id limit ? for update skip locked");
        var rows = claimed(query)) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
        var record = new ProducerRecord<>(rows.getString(2), rows.getString(3), rows.getBytes(4));
        var names = (String[]) rows.getArray(5).getArray();
        var values = (byte[][]) rows.getArray(6).getArray();
        for (int i = 0; i < names.length; i++) {
          record.headers().add(names[i], values[i]);
        }
        records.add(record);
      }
    }
  }

  private static java.sql.ResultSet claimed(java.sql.PreparedStatement query) throws SQLException {
    query.setInt(1, CLAIM);
    return query.executeQuery();
  }

  private static void delete(Connection connection, List<Long> ids) throws SQLException {
    try (var statement = connection.prepareStatement("delete from outbox where id = any(?)")) {
      statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      statement.executeUpdate();
    }
  }

  private void pause() {
    try {
      var _ = closing.await(TROUBLE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    nudge();
    try {
      var _ = thread.join(java.time.Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The broker did not take the records.
  public static final class NotSent extends RuntimeException {
    NotSent(String reason) {
      super("records not sent: " + reason);
    }
  }
}
