package io.signetmail.relay.store;

import io.signetmail.bus.MessageId;
import io.signetmail.relay.queue.Arrival;
import io.signetmail.relay.queue.Lane;
import io.signetmail.relay.queue.QueuedMail;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/// Writes arriving messages as rows, inside the transaction of the caller.
///
/// A message id that is there already is left as it is: reading a record twice is harmless.
final class ArrivalWriter {
  private static final String MAIL =
      """
      insert into mail (message_id, stream, submitter, reverse_path, eight_bit, smtputf8, ret,
          envelope_id, traceparent, size_bytes, accepted_at, topic, partition, record_offset)
      values (:id, :stream, :submitter, :reversePath, :eightBit, :smtputf8, :ret,
          :envelopeId, :traceparent, :size, :acceptedAt, :topic, :partition, :offset)
      on conflict (message_id) do nothing
      returning message_id
      """;
  private static final String RECIPIENT =
      """
      insert into recipient (message_id, recipient, stream, tenant, destination, notify, orcpt,
          state, next_attempt_at)
      values (:id, :recipient, :stream, :tenant, :destination, :notify, :orcpt, 'due', :now)
      on conflict (message_id, recipient) do nothing
      """;

  private final Handle handle;

  ArrivalWriter(Handle handle) {
    this.handle = handle;
  }

  /// Returns the ids that were new.
  Set<MessageId> write(Collection<Arrival> arrivals, Instant now) {
    var fresh = writeMails(arrivals.stream().map(Arrival::mail).toList());
    var written = arrivals.stream().filter(a -> fresh.contains(a.mail().id())).toList();
    writeRecipients(written, now);
    var lanes = new TreeSet<Lane>();
    written.forEach(arrival -> lanes.addAll(arrival.recipients().keySet()));
    new LaneRows(handle).wake(lanes, now);
    return fresh;
  }

  private Set<MessageId> writeMails(List<QueuedMail> mails) {
    if (mails.isEmpty()) {
      return Set.of();
    }
    var batch = handle.prepareBatch(MAIL);
    for (var mail : mails) {
      batch
          .bind("id", mail.id().value())
          .bind("stream", mail.stream().keyword())
          .bind("submitter", mail.submitter())
          .bind("reversePath", mail.reversePath().text())
          .bind("eightBit", mail.options().eightBit())
          .bind("smtputf8", mail.options().smtputf8())
          .bind("ret", mail.options().ret())
          .bind("envelopeId", mail.options().envelopeId())
          .bind("traceparent", mail.traceparent())
          .bind("size", mail.sizeBytes())
          .bind("acceptedAt", mail.acceptedAt())
          .bind("topic", mail.body().topic())
          .bind("partition", mail.body().partition())
          .bind("offset", mail.body().offset())
          .add();
    }
    return new HashSet<>(
        batch
            .executePreparedBatch("message_id")
            .map((row, _) -> new MessageId(row.getString(1)))
            .list());
  }

  private void writeRecipients(Collection<Arrival> arrivals, Instant now) {
    var batch = handle.prepareBatch(RECIPIENT);
    for (var arrival : arrivals) {
      for (var entry : arrival.recipients().entrySet()) {
        var lane = entry.getKey();
        for (var recipient : entry.getValue()) {
          batch
              .bind("id", arrival.mail().id().value())
              .bind("recipient", recipient.address())
              .bind("stream", lane.stream().keyword())
              .bind("tenant", lane.tenant())
              .bind("destination", lane.destination())
              .bind("notify", DsnColumns.notify(recipient.dsn()))
              .bind("orcpt", recipient.dsn().originalRecipient())
              .bind("now", now)
              .add();
        }
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
