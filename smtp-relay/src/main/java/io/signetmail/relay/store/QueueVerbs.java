package io.signetmail.relay.store;

import io.signetmail.bus.MailEvent;
import io.signetmail.bus.topic.Groups;
import io.signetmail.relay.queue.Lane;
import io.signetmail.relay.queue.Outgoing;
import io.signetmail.relay.queue.Selection;
import io.signetmail.relay.queue.Stream;
import io.signetmail.relay.queue.Verb;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// What operators do to the queue, each with an entry in the audit of the same transaction.
///
/// Right with several relays at work: rows somebody is trying are not touched, rows taken here are
/// not tried.
public final class QueueVerbs {
  private static final String SELECTED =
      """
      (cast(:message as text) is null or message_id = :message)
      and (cast(:recipient as text) is null or recipient = :recipient)
      and (cast(:tenant as text) is null or tenant = :tenant)
      and (cast(:destination as text) is null or destination = :destination)
      """;

  private final Jdbi jdbi;

  QueueVerbs(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Returns how many recipients it was done to.
  public int apply(Verb verb, Selection selection, String actor, Instant now) {
    if (selection.isEmpty()) {
      throw new IllegalArgumentException("a verb needs a selection");
    }
    try {
      return jdbi.inTransaction(handle -> apply(handle, verb, selection, actor, now));
    } catch (JdbiException | SQLException e) {
      throw new DatabaseTrouble(e);
    }
  }

  private static int apply(Handle handle, Verb verb, Selection selection, String actor, Instant now)
      throws SQLException {
    var changed =
        switch (verb) {
          case RETRY -> change(handle, selection, "due", Set.of("due", "held"), now);
          case HOLD -> change(handle, selection, "held", Set.of("due"), now);
          case DROP -> change(handle, selection, "dropped", Set.of("due", "held"), now);
        };
    switch (verb) {
      case RETRY ->
          new LaneRows(handle)
              .wake(
                  changed.stream()
                      .map(Changed::lane)
                      .collect(Collectors.toCollection(TreeSet::new)),
                  now);
      case HOLD -> {}
      case DROP -> drop(handle, changed, actor, now);
    }
    audit(handle, verb, selection, actor, changed.size(), now);
    return changed.size();
  }

  private record Changed(String messageId, String recipient, Lane lane) {}

  private static List<Changed> change(
      Handle handle, Selection selection, String to, Set<String> from, Instant now) {
    return handle
        .createQuery(
            """
            update recipient set state = :to,
                next_attempt_at = case when :to = 'due' then :now else next_attempt_at end
            where state = any(:from) and
            """
                + SELECTED
                + " returning message_id, recipient, stream, tenant, destination")
        .bind("to", to)
        .bind("now", now)
        .bindArray("from", String.class, from.toArray())
        .bind("message", selection.message().map(Object::toString))
        .bind("recipient", selection.recipient())
        .bind("tenant", selection.tenant())
        .bind("destination", selection.destination())
        .map((row, _) ->
            new Changed(
                row.getString(1),
                row.getString(2),
                new Lane(Stream.of(row.getString(3)), row.getString(4), row.getString(5))))
        .list();
  }

  /// The messages whose last recipient this was are finished, and the history says who ended it.
  private static void drop(Handle handle, List<Changed> dropped, String actor, Instant now)
      throws SQLException {
    var ids = dropped.stream().map(Changed::messageId).distinct().sorted().toList();
    handle
        .createQuery(
            "select 1 from mail where message_id = any(:ids) order by message_id for update")
        .bindArray("ids", String.class, ids)
        .mapTo(Integer.class)
        .list();
    handle
        .createUpdate(
            """
            update mail m set closed_at = :now where message_id = any(:ids) and closed_at is null
              and not exists (select 1 from recipient r where r.message_id = m.message_id
                              and r.state in ('due', 'leased', 'held'))
            """)
        .bind("now", now)
        .bindArray("ids", String.class, ids)
        .execute();
    for (var each : dropped) {
      var event =
          new MailEvent.Dead(
              MailEvent.VERSION,
              each.messageId(),
              now,
              Groups.RELAY,
              each.recipient() + ": dropped by " + actor);
      QueueOutbox.add(handle, List.of(new Outgoing.Event(event)));
    }
  }

  private static void audit(
      Handle handle, Verb verb, Selection selection, String actor, int recipients, Instant now) {
    handle
        .createUpdate(
            """
            insert into audit (at, actor, verb, selection, recipients)
            values (:now, :actor, :verb, :selection, :recipients)
            """)
        .bind("now", now)
        .bind("actor", actor)
        .bind("verb", verb.keyword())
        .bind("selection", selection.toString())
        .bind("recipients", recipients)
        .execute();
  }
}
