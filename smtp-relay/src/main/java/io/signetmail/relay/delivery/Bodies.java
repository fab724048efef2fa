package io.signetmail.relay.delivery;

import io.signetmail.bus.BytesBudget;
import io.signetmail.relay.delivery.BodyReader.Found;
import io.signetmail.relay.queue.QueuedMail;

/// Brings the body of a message into memory, never more of them than the budget allows.
public final class Bodies {
  /// While a record is read there is the answer of the broker and the copy made from it.
  private static final int COPIES_WHILE_READING = 2;

  private final BodyCache cache;
  private final BodyReader reader;
  private final BytesBudget budget;

  public Bodies(BodyCache cache, BodyReader reader, BytesBudget budget) {
    this.cache = cache;
    this.reader = reader;
    this.budget = budget;
  }

  /// Waits for room, then for Kafka. The caller closes the body.
  public Fetched fetch(QueuedMail mail) throws InterruptedException {
    var cached = cache.take(mail.id());
    return cached.isPresent() ? new Fetched.Ready(cached.get()) : read(mail);
  }

  private Fetched read(QueuedMail mail) throws InterruptedException {
    var size = mail.sizeBytes();
    budget.acquire(COPIES_WHILE_READING * size);
    var kept = false;
    try {
      var fetched = fetched(mail, reader.read(mail.body()));
      kept = fetched instanceof Fetched.Ready;
      return fetched;
    } finally {
      budget.release(kept ? (COPIES_WHILE_READING - 1) * size : COPIES_WHILE_READING * size);
    }
  }

  private Fetched fetched(QueuedMail mail, Found found) {
    return switch (found) {
      case Found.Mail(var record) when record.id().equals(mail.id()) ->
          new Fetched.Ready(new Body(record, () -> budget.release(mail.sizeBytes())));
      case Found.Mail(var record) ->
          new Fetched.Gone(mail.body() + " holds " + record.id() + " instead");
      case Found.Gone(var reason) -> new Fetched.Gone(reason);
      case Found.Unavailable(var reason) -> new Fetched.NotNow(reason);
    };
  }

  /// A body, or why there is none.
  public sealed interface Fetched {
    record Ready(Body body) implements Fetched {}

    record Gone(String reason) implements Fetched {}

    record NotNow(String reason) implements Fetched {}
  }
}
