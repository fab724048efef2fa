package io.signetmail.relay.store;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.queue.ClaimLimits;
import io.signetmail.relay.queue.Completion;
import io.signetmail.relay.queue.Lane;
import io.signetmail.relay.queue.Queue;
import io.signetmail.relay.queue.Stream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/// The queue in PostgreSQL. Any number of relays work on it at the same time.
public final class PostgresQueue implements Queue {
  private static final int RECOVER_AT_ONCE = 1_000;
  private static final int FORGET_AT_ONCE = 5_000;

  private final Jdbi jdbi;

  PostgresQueue(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @Override
  public Turn claim(Instant now, Stream stream, int transactions, ClaimLimits limits) {
    return jdbi.inTransaction(
        handle -> new ClaimQuery(handle).claim(now, stream, transactions, limits));
  }

  @Override
  public Finished finish(Completion completion, Instant now) {
    return inTransaction(handle -> new CompletionWriter(handle, completion).write(now));
  }

  private Finished inTransaction(HandleCallback<Finished, SQLException> work) {
    try {
      return jdbi.inTransaction(work);
    } catch (SQLException e) {
      throw new DatabaseTrouble(e);
    }
  }

  @Override
  public Optional<RecordPosition> bodyOf(MessageId id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from mail where message_id = :id")
            .bind("id", id.value())
            .map((row, _) -> MailRow.read(row).body())
            .findOne());
  }

  @Override
  public int renew(Collection<Claim> inFlight, Duration lease) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                update recipient r set lease_until = now() + make_interval(secs => :lease)
                from unnest(:ids, :leases) as held(id, lease)
                where r.message_id = held.id and r.state = 'leased' and r.lease_owner = held.lease
                """)
            .bindArray(
                "ids", String.class, inFlight.stream().map(c -> c.mail().id().value()).toList())
            .bindArray("leases", String.class, inFlight.stream().map(Claim::lease).toList())
            .bind("lease", ClaimQuery.seconds(lease))
            .execute());
  }

  @Override
  public int recoverExpired(Instant now) {
    return jdbi.inTransaction(handle -> recoverExpired(handle, now));
  }

  private static int recoverExpired(Handle handle, Instant now) {
    var lanes =
        handle
            .createQuery(
                """
                with expired as (
                  select message_id, recipient from recipient
                  where state = 'leased' and lease_until < now()
                  order by lease_until limit :limit for update skip locked)
                update recipient r
                set state = 'due', next_attempt_at = :now, lease_owner = null, lease_until = null
                from expired e
                where r.message_id = e.message_id and r.recipient = e.recipient
                returning r.stream, r.tenant, r.destination
                """)
            .bind("now", now)
            .bind("limit", RECOVER_AT_ONCE)
            .map((row, _) ->
                new Lane(Stream.of(row.getString(1)), row.getString(2), row.getString(3)))
            .list();
    new LaneRows(handle).wake(new TreeSet<>(lanes), now);
    return lanes.size();
  }

  @Override
  public int forget(Instant before) {
    return jdbi.inTransaction(handle -> {
      handle
          .createUpdate(
              """
              delete from lane l where l.next_at = 'infinity' and not exists (
                select 1 from recipient r
                where r.stream = l.stream and r.tenant = l.tenant
                  and r.destination = l.destination and r.state = 'leased')
              """)
          .execute();
      return handle
          .createUpdate(
              """
              delete from mail where message_id in (
                select message_id from mail where closed_at < :before
                order by closed_at limit :limit for update skip locked)
              """)
          .bind("before", before)
          .bind("limit", FORGET_AT_ONCE)
          .execute();
    });
  }
}
