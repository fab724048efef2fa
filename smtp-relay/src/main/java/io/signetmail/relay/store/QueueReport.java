package io.signetmail.relay.store;

import io.signetmail.bus.MessageId;
import io.signetmail.relay.queue.Lane;
import io.signetmail.relay.queue.QueueSummary;
import io.signetmail.relay.queue.RecipientState;
import io.signetmail.relay.queue.Stream;
import io.signetmail.relay.queue.WaitingLane;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// What waits and why, for people and for metrics. Reads only what is unfinished.
public final class QueueReport {
  private final Jdbi jdbi;

  QueueReport(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  public QueueSummary summary() {
    return read(handle -> new QueueSummary(counts(handle), oldest(handle)));
  }

  private <T> T read(HandleCallback<T, RuntimeException> query) {
    try {
      return jdbi.withHandle(query);
    } catch (JdbiException e) {
      throw new DatabaseTrouble(e);
    }
  }

  private static Map<String, Long> counts(Handle handle) {
    var counts = new TreeMap<>(Map.of("due", 0L, "leased", 0L, "held", 0L));
    handle
        .createQuery(
            """
            select state, count(*) from recipient where state = 'due' group by state
            union all select state, count(*) from recipient where state = 'leased' group by state
            union all select state, count(*) from recipient where state = 'held' group by state
            """)
        .map((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  private static Optional<Instant> oldest(Handle handle) {
    return handle
        .createQuery("select min(accepted_at) from mail where closed_at is null")
        .map((row, _) -> instant(row, 1))
        .one();
  }

  /// The lanes with most recipients waiting.
  public List<WaitingLane> lanes(int limit) {
    return read(handle ->
        handle
            .createQuery(
                """
                select r.stream, r.tenant, r.destination, count(*) as waiting,
                    min(m.accepted_at) as oldest, min(r.next_attempt_at) as next,
                    (array_agg(r.last_reply order by r.attempts desc, r.next_attempt_at)
                        filter (where r.last_reply is not null))[1] as reply
                from recipient r join mail m using (message_id)
                where r.state in ('due', 'leased', 'held')
                group by r.stream, r.tenant, r.destination
                order by waiting desc, r.stream, r.tenant, r.destination limit :limit
                """)
            .bind("limit", limit)
            .map((row, _) -> lane(row))
            .list());
  }

  /// The recipients of a message; empty when the queue does not know it.
  public List<RecipientState> recipients(MessageId id) {
    return read(handle ->
        handle
            .createQuery(
                "select * from recipient where message_id = :id order by recipient limit 1000")
            .bind("id", id.value())
            .map((row, _) -> state(row))
            .list());
  }

  private static RecipientState state(ResultSet row) throws SQLException {
    return new RecipientState(
        row.getString("recipient"),
        row.getString("state"),
        row.getInt("attempts"),
        row.getTimestamp("next_attempt_at").toInstant(),
        Optional.ofNullable(row.getString("last_reply")));
  }

  private static WaitingLane lane(ResultSet row) throws SQLException {
    return new WaitingLane(
        new Lane(
            Stream.of(row.getString("stream")),
            row.getString("tenant"),
            row.getString("destination")),
        row.getLong("waiting"),
        row.getTimestamp("oldest").toInstant(),
        row.getTimestamp("next").toInstant(),
        Optional.ofNullable(row.getString("reply")));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
