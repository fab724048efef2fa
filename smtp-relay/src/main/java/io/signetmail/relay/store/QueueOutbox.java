package io.signetmail.relay.store;

import io.signetmail.bus.kafka.EventPublisher;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.store.Outbox;
import io.signetmail.bus.topic.Topic;
import io.signetmail.relay.queue.Outgoing;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Puts what has to leave through Kafka beside the rows it follows from.
final class QueueOutbox {
  private QueueOutbox() {}

  static void add(Handle handle, List<Outgoing> outgoing) throws SQLException {
    for (var each : outgoing) {
      Outbox.add(
          handle.getConnection(),
          switch (each) {
            case Outgoing.Event(var event) -> EventPublisher.record(event);
            case Outgoing.Mail(var mail) -> MailRecordCodec.encode(Topic.MAIL_SIGN, mail);
          });
    }
  }
}
