package io.signetmail.relay.store;

import io.signetmail.relay.queue.Lane;
import io.signetmail.relay.queue.Stream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.jdbi.v3.core.Handle;

/// The `lane` table: whose turn it is, and when.
final class LaneRows {
  private final Handle handle;

  LaneRows(Handle handle) {
    this.handle = handle;
  }

  /// Gives lanes a turn at `at` unless they have an earlier one. Takes them in lock order.
  void wake(SortedSet<Lane> lanes, Instant at) {
    if (lanes.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            insert into lane (stream, tenant, destination, next_at)
            values (:stream, :tenant, :destination, :at)
            on conflict (stream, tenant, destination)
            do update set next_at = excluded.next_at where lane.next_at > excluded.next_at
            """);
    for (var lane : lanes) {
      batch
          .bind("stream", lane.stream().keyword())
          .bind("tenant", lane.tenant())
          .bind("destination", lane.destination())
          .bind("at", at)
          .add();
    }
    batch.execute();
  }

  /// Locks the lanes of one direction whose turn has come, longest waiting first. Lanes another
  /// relay is at are left to it.
  List<Lane> lockDue(Instant now, Stream stream, int limit) {
    return handle
        .createQuery(
            """
            select stream, tenant, destination from lane
            where stream = :stream and next_at <= :now
            order by next_at limit :limit for update skip locked
            """)
        .bind("now", now)
        .bind("stream", stream.keyword())
        .bind("limit", limit)
        .map((row, _) -> new Lane(Stream.of(row.getString(1)), row.getString(2), row.getString(3)))
        .list();
  }

  /// Puts lanes we hold at the end of the round: not before `again`, and never when nothing is due.
  void reschedule(Collection<Lane> lanes, Instant again) {
    if (lanes.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            update lane l set next_at = coalesce(
                (select greatest(r.next_attempt_at, :again) from recipient r
                 where r.stream = l.stream and r.tenant = l.tenant
                   and r.destination = l.destination and r.state = 'due'
                 order by r.next_attempt_at limit 1),
                'infinity')
            from unnest(:streams, :tenants, :destinations) as held(stream, tenant, destination)
            where l.stream = held.stream and l.tenant = held.tenant
              and l.destination = held.destination
            """)
        .bind("again", again)
        .bindArray("streams", String.class, streams(lanes))
        .bindArray("tenants", String.class, lanes.stream().map(Lane::tenant).toList())
        .bindArray("destinations", String.class, lanes.stream().map(Lane::destination).toList())
        .execute();
  }

  static List<String> streams(Collection<Lane> lanes) {
    return lanes.stream().map(lane -> lane.stream().keyword()).toList();
  }
}
