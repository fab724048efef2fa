package io.signetmail.relay.store;

import static java.util.stream.Collectors.toSet;

import io.signetmail.bus.MessageId;
import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.queue.ClaimLimits;
import io.signetmail.relay.queue.Lane;
import io.signetmail.relay.queue.Queue.Turn;
import io.signetmail.relay.queue.QueuedMail;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.queue.Stream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Takes due recipients for one relay: a fair share of every lane whose turn it is.
///
/// Locks only with SKIP LOCKED, so several relays never wait for each other here.
final class ClaimQuery {
  private static final String TAKE =
      """
      with turn as (
        select * from unnest(:streams, :tenants, :destinations) as t(stream, tenant, destination)
      ), picked as (
        select due.message_id, due.recipient, turn.stream, turn.tenant, turn.destination,
               busy.of_lane, busy.of_destination,
               dense_rank() over (partition by turn.stream, turn.tenant, turn.destination
                                  order by due.next_attempt_at, due.message_id) as place
        from turn
        cross join lateral (
          select count(distinct b.message_id) filter (where b.tenant = turn.tenant) as of_lane,
                 count(distinct b.message_id) as of_destination
          from recipient b
          where b.stream = turn.stream and b.destination = turn.destination
            and b.state = 'leased') busy
        cross join lateral (
          select d.message_id, d.recipient, d.next_attempt_at from recipient d
          where d.stream = turn.stream and d.tenant = turn.tenant
            and d.destination = turn.destination and d.state = 'due'
            and d.next_attempt_at <= :now
          order by d.next_attempt_at, d.message_id limit :recipients
          for update skip locked) due
      ), allowed as (
        select p.*, dense_rank() over (partition by p.stream, p.destination
                                       order by p.place, p.tenant, p.message_id) as rank
        from picked p
        where p.place <= least(:quota, :perLane - p.of_lane)
      )
      update recipient r
      set state = 'leased', lease_owner = :lease,
          lease_until = now() + make_interval(secs => :seconds)
      from allowed a
      where a.rank <= :perDestination - a.of_destination
        and r.message_id = a.message_id and r.recipient = a.recipient
      returning r.message_id, r.recipient, r.stream, r.tenant, r.destination, r.notify, r.orcpt,
          r.attempts
      """;

  private final Handle handle;

  ClaimQuery(Handle handle) {
    this.handle = handle;
  }

  Turn claim(Instant now, Stream stream, int transactions, ClaimLimits limits) {
    var laneRows = new LaneRows(handle);
    var lanes = laneRows.lockDue(now, stream, transactions);
    if (lanes.isEmpty()) {
      return new Turn(List.of(), false);
    }
    // A name for this round only: an attempt whose lease was lost must not take the lease of a
    // later one, of the same process, for its own.
    var lease = limits.owner() + "/" + UUID.randomUUID();
    var taken = take(lanes, now, Math.max(1, transactions / lanes.size()), limits, lease);
    var served = taken.stream().map(Taken::lane).collect(toSet());
    laneRows.reschedule(served, now.plus(limits.lanePause()));
    laneRows.reschedule(
        lanes.stream().filter(lane -> !served.contains(lane)).toList(),
        now.plus(limits.blockedPause()));
    return new Turn(claims(taken, lease), lanes.size() == transactions);
  }

  /// A duration for PostgreSQL.
  static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  private List<Taken> take(
      List<Lane> lanes, Instant now, int quota, ClaimLimits limits, String lease) {
    return handle
        .createQuery(TAKE)
        .bindArray("streams", String.class, LaneRows.streams(lanes))
        .bindArray("tenants", String.class, lanes.stream().map(Lane::tenant).toList())
        .bindArray("destinations", String.class, lanes.stream().map(Lane::destination).toList())
        .bind("now", now)
        .bind("recipients", limits.recipients())
        .bind("lease", lease)
        .bind("seconds", seconds(limits.lease()))
        .bind("quota", quota)
        .bind("perLane", limits.perLane())
        .bind("perDestination", limits.perDestination())
        .map((row, _) -> Taken.of(row))
        .list();
  }

  private List<Claim> claims(List<Taken> taken, String lease) {
    if (taken.isEmpty()) {
      return List.of();
    }
    var mails = mails(taken.stream().map(Taken::id).distinct().toList());
    var groups = new LinkedHashMap<Taken.Key, List<QueuedRecipient>>();
    for (var row : taken) {
      groups.computeIfAbsent(row.key(), _ -> new ArrayList<>()).add(row.recipient());
    }
    var claims = new ArrayList<Claim>();
    groups.forEach((key, recipients) -> {
      var mail = mails.get(key.id());
      if (mail != null) { // always: the rows reference it
        claims.add(new Claim(mail, key.lane(), recipients, lease));
      }
    });
    return claims;
  }

  private Map<String, QueuedMail> mails(List<String> ids) {
    var mails = new LinkedHashMap<String, QueuedMail>();
    handle
        .createQuery("select * from mail where message_id = any(:ids)")
        .bindArray("ids", String.class, ids)
        .map((row, _) -> MailRow.read(row))
        .forEach(mail -> mails.put(mail.id().value(), mail));
    return mails;
  }

  private record Taken(String id, Lane lane, QueuedRecipient recipient) {
    record Key(String id, Lane lane) {}

    Key key() {
      return new Key(id, lane);
    }

    static Taken of(ResultSet row) throws SQLException {
      return new Taken(
          new MessageId(row.getString("message_id")).value(),
          new Lane(
              Stream.of(row.getString("stream")),
              row.getString("tenant"),
              row.getString("destination")),
          new QueuedRecipient(
              row.getString("recipient"), DsnColumns.read(row), row.getInt("attempts")));
    }
  }
}
