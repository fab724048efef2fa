package io.signetmail.relay.store;

import io.signetmail.bus.MessageId;
import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.queue.ClaimLimits;
import io.signetmail.relay.queue.Lane;
import io.signetmail.relay.queue.QueuedMail;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.queue.Stream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        select due.message_id, due.recipient, busy.transactions,
               dense_rank() over (partition by turn.stream, turn.tenant, turn.destination
                                  order by due.next_attempt_at, due.message_id) as place
        from turn
        cross join lateral (
          select count(distinct b.message_id) as transactions from recipient b
          where b.stream = turn.stream and b.tenant = turn.tenant
            and b.destination = turn.destination and b.state = 'leased') busy
        cross join lateral (
          select d.message_id, d.recipient, d.next_attempt_at from recipient d
          where d.stream = turn.stream and d.tenant = turn.tenant
            and d.destination = turn.destination and d.state = 'due'
            and d.next_attempt_at <= :now
          order by d.next_attempt_at, d.message_id limit :recipients
          for update skip locked) due
      )
      update recipient r
      set state = 'leased', lease_owner = :owner, lease_until = :leaseUntil
      from picked p
      where p.place <= least(:quota, :perLane - p.transactions)
        and r.message_id = p.message_id and r.recipient = p.recipient
      returning r.message_id, r.recipient, r.stream, r.tenant, r.destination, r.notify, r.orcpt,
          r.attempts
      """;

  private final Handle handle;

  ClaimQuery(Handle handle) {
    this.handle = handle;
  }

  List<Claim> claim(Instant now, int transactions, ClaimLimits limits) {
    var laneRows = new LaneRows(handle);
    var lanes = laneRows.lockDue(now, transactions);
    if (lanes.isEmpty()) {
      return List.of();
    }
    var taken = take(lanes, now, Math.max(1, transactions / lanes.size()), limits);
    laneRows.reschedule(lanes, now.plus(limits.lanePause()));
    return claims(taken);
  }

  private List<Taken> take(List<Lane> lanes, Instant now, int quota, ClaimLimits limits) {
    return handle
        .createQuery(TAKE)
        .bindArray("streams", String.class, LaneRows.streams(lanes))
        .bindArray("tenants", String.class, lanes.stream().map(Lane::tenant).toList())
        .bindArray("destinations", String.class, lanes.stream().map(Lane::destination).toList())
        .bind("now", now)
        .bind("recipients", limits.recipients())
        .bind("owner", limits.owner())
        .bind("leaseUntil", now.plus(limits.lease()))
        .bind("quota", quota)
        .bind("perLane", limits.perLane())
        .map((row, _) -> Taken.of(row))
        .list();
  }

  private List<Claim> claims(List<Taken> taken) {
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
        claims.add(new Claim(mail, key.lane(), recipients));
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
