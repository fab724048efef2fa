package io.signetmail.relay.delivery;

import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageId;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Bodies just read, kept for the first attempt so that Kafka is not asked for them again.
///
/// Bounded by bytes; the oldest goes first. A body leaves with the first who takes it, and its
/// bytes count here until that one closes it. Thread-safe.
public final class BodyCache {
  private final BytesBudget budget;
  private final LinkedHashMap<MessageId, MailRecord> waiting = new LinkedHashMap<>();

  public BodyCache(long bytes) {
    this.budget = new BytesBudget(bytes);
  }

  public synchronized void put(MailRecord mail) {
    var size = mail.message().length;
    if (size > budget.limit()) {
      return;
    }
    while (!budget.tryAcquire(size)) {
      if (waiting.isEmpty()) {
        return; // all of it is on its way out
      }
      var oldest = waiting.pollFirstEntry().getValue();
      budget.release(oldest.message().length);
    }
    var before = waiting.put(mail.id(), mail);
    if (before != null) {
      budget.release(before.message().length);
    }
  }

  public synchronized Optional<Body> take(MessageId id) {
    return Optional.ofNullable(waiting.remove(id))
        .map(mail -> new Body(mail, () -> budget.release(mail.message().length)));
  }

  public long heldBytes() {
    return budget.held();
  }
}
