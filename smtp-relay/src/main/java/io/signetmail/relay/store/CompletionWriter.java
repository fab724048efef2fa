package io.signetmail.relay.store;

import io.signetmail.bus.RecordPosition;
import io.signetmail.relay.queue.Completion;
import io.signetmail.relay.queue.Lane;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.Queue.Finished;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes what an attempt came to, inside the transaction of the caller.
final class CompletionWriter {
  private static final String UPDATE =
      """
      update recipient
      set state = :state, attempts = attempts + :counted, last_reply = :reply,
          next_attempt_at = coalesce(:next, next_attempt_at), lease_owner = null, lease_until = null
      where message_id = :id and recipient = :recipient and state = 'leased' and lease_owner = :lease
      """;

  /// Without the lease only good news counts: whoever has the row now need not try any more.
  private static final String UPDATE_LATE =
      """
      update recipient
      set state = 'delivered', last_reply = :reply, lease_owner = null, lease_until = null
      where message_id = :id and recipient = :recipient and state in ('due', 'leased', 'held')
      """;

  private final Handle handle;
  private final Completion completion;
  private final String id;

  CompletionWriter(Handle handle, Completion completion) {
    this.handle = handle;
    this.completion = completion;
    this.id = completion.claim().mail().id().value();
  }

  Finished write(Instant now) throws SQLException {
    lockMail();
    var moved = completion.movedTo().orElse(null);
    if (moved != null) {
      if (new TrimmedRows(handle).isTrimmed(moved)) {
        return Finished.COPY_TRIMMED;
      }
      move(moved);
    }
    var written = writeOutcomes();
    close(now);
    QueueOutbox.add(handle, completion.consequences().of(written));
    return written.equals(completion.outcomes().keySet()) ? Finished.STORED : Finished.STORED_LATE;
  }

  /// Two attempts for different recipients of one message write one after the other, so that the
  /// second sees that it was the last.
  private void lockMail() {
    handle
        .createQuery("select 1 from mail where message_id = :id for update")
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne();
  }

  private Set<String> writeOutcomes() {
    var written = new TreeSet<String>();
    var wake = new TreeSet<Instant>();
    new TreeMap<>(completion.outcomes())
        .forEach((recipient, outcome) -> {
          if (update(recipient, outcome) == 1) {
            written.add(recipient);
            Optional.ofNullable(nextAttempt(outcome)).ifPresent(wake::add);
          } else if (outcome instanceof Outcome.Delivered delivered) {
            updateLate(recipient, delivered);
          }
        });
    if (!wake.isEmpty()) {
      var lane = new TreeSet<Lane>();
      lane.add(completion.claim().lane());
      new LaneRows(handle).wake(lane, wake.first());
    }
    return written;
  }

  private int update(String recipient, Outcome outcome) {
    return handle
        .createUpdate(UPDATE)
        .bind("state", state(outcome))
        .bind("counted", outcome instanceof Outcome.Released ? 0 : 1)
        .bind("reply", outcome.reply())
        .bind("next", nextAttempt(outcome))
        .bind("id", id)
        .bind("recipient", recipient)
        .bind("lease", completion.claim().lease())
        .execute();
  }

  private void updateLate(String recipient, Outcome outcome) {
    handle
        .createUpdate(UPDATE_LATE)
        .bind("reply", outcome.reply())
        .bind("id", id)
        .bind("recipient", recipient)
        .execute();
  }

  private void move(RecordPosition to) {
    handle
        .createUpdate(
            """
            update mail set topic = :topic, partition = :partition, record_offset = :offset
            where message_id = :id
            """)
        .bind("topic", to.topic())
        .bind("partition", to.partition())
        .bind("offset", to.offset())
        .bind("id", id)
        .execute();
  }

  private void close(Instant now) {
    handle
        .createUpdate(
            """
            update mail set closed_at = :now where message_id = :id and closed_at is null
              and not exists (select 1 from recipient r where r.message_id = :id
                              and r.state in ('due', 'leased', 'held'))
            """)
        .bind("now", now)
        .bind("id", id)
        .execute();
  }

  private static String state(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> "delivered";
      case Outcome.Deferred _, Outcome.Released _ -> "due";
      case Outcome.Failed _, Outcome.Expired _ -> "failed";
    };
  }

  private static @Nullable Instant nextAttempt(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _, Outcome.Failed _, Outcome.Expired _ -> null;
      case Outcome.Deferred deferred -> deferred.nextAttemptAt();
      case Outcome.Released released -> released.nextAttemptAt();
    };
  }
}
