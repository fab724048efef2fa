package io.signetmail.relay.queue;

import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;

/// What leaves through Kafka because a row changed: written with the row, sent by the outbox.
public sealed interface Outgoing {

  /// A step in the life of a message, for `mail.events`.
  record Event(MailEvent event) implements Outgoing {}

  /// A message of our own, for `mail.sign`.
  record Mail(MailRecord mail) implements Outgoing {}
}
