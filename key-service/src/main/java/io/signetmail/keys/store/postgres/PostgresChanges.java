package io.signetmail.keys.store.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeysChanged;
import io.signetmail.bus.store.Outbox;
import io.signetmail.bus.topic.Topic;
import io.signetmail.keys.changes.AuditEntry;
import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.PendingEvent;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.store.ChangeTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Audit rows and outbox rows, written by every mutation of the other tables.
record PostgresChanges(Handle handle) implements ChangeTable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};

  /// Audits the change and, when others cache its subject, queues the event.
  void record(Change change) {
    note(change);
    if (change.subject().isAnnounced()) {
      announce(
          new KeysChanged(
              KeysChanged.VERSION,
              change.subject().key(),
              nextVersion(change.subject()),
              change.at()));
    }
  }

  @Override
  public void announce(Change change) {
    record(change);
  }

  @Override
  public void note(Change change) {
    handle
        .createUpdate(
            """
            INSERT INTO audit (at, actor_id, actor, action, subject, details)
            VALUES (:at, :actorId, :actor, :action, :subject, CAST(:details AS jsonb))
            """)
        .bind("at", Columns.timestamp(change.at()))
        .bind("actorId", change.actorId())
        .bind("actor", change.actor())
        .bind("action", change.action())
        .bind("subject", change.subject().key())
        .bind("details", json(change.details()))
        .execute();
  }

  @Override
  public List<AuditEntry> audit(long before, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM audit WHERE :before = 0 OR id < :before ORDER BY id DESC LIMIT :limit
            """)
        .bind("before", before)
        .bind("limit", limit)
        .map((row, _) -> entry(row))
        .list();
  }

  @Override
  public long version(Subject subject) {
    return handle
        .createQuery("SELECT version FROM subject_version WHERE subject = :subject")
        .bind("subject", subject.key())
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  @Override
  public List<PendingEvent> unpublished(int limit) {
    return handle
        .createQuery(
            """
            SELECT topic, value FROM outbox ORDER BY id LIMIT :limit
            """)
        .bind("limit", limit)
        .map((row, _) -> event(row))
        .list();
  }

  private void announce(KeysChanged event) {
    var value = BusJson.write(event);
    try {
      Outbox.add(
          handle.getConnection(),
          new ProducerRecord<>(Topic.KEYS_CHANGED.topicName(), event.key(), value));
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  private static PendingEvent event(ResultSet row) throws SQLException {
    return new PendingEvent(
        row.getString("topic"),
        BusJson.read(row.getBytes("value"), KeysChanged.class)
            .orElseThrow(() -> new SQLException("an outbox row is damaged")));
  }

  private long nextVersion(Subject subject) {
    return handle
        .createQuery(
            """
            INSERT INTO subject_version AS v (subject, version) VALUES (:subject, 1)
            ON CONFLICT (subject) DO UPDATE SET version = v.version + 1
            RETURNING version
            """)
        .bind("subject", subject.key())
        .mapTo(Long.class)
        .one();
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    var subject = row.getString("subject");
    int colon = subject.indexOf(':');
    var kind = Subject.Kind.valueOf(subject.substring(0, colon).toUpperCase(Locale.ROOT));
    return new AuditEntry(
        row.getLong("id"),
        new Change(
            new Subject(kind, subject.substring(colon + 1)),
            row.getString("action"),
            details(row.getString("details")),
            row.getString("actor_id"),
            row.getString("actor"),
            Columns.instant(row, "at")));
  }

  private static String json(Map<String, String> details) {
    try {
      return JSON.writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write audit details", e);
    }
  }

  private static Map<String, String> details(String json) {
    try {
      return JSON.readValue(json, DETAILS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an audit row is damaged", e);
    }
  }
}
