package io.signetmail.bus.worker;

import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.topic.Topic;
import java.util.List;

/// What a handler wants done with a record.
public sealed interface Outcome {
  /// Pass the message on, and say so.
  record Emit(Topic topic, MailRecord mail, List<MailEvent> events) implements Outcome {
    public Emit {
      events = List.copyOf(events);
    }
  }

  /// It cannot be done now; later it may.
  record Retry(String reason) implements Outcome {}

  /// It can never be done: to `dlq.mail`.
  record Dead(String reason) implements Outcome {}
}
