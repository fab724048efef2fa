package io.signetmail.ingress.session;

import io.signetmail.bus.MessageId;
import io.signetmail.smtp.Reply;

/// Port: takes a complete message and answers for it. Blocks until the message is safe, refused or
/// known not to be stored.
public interface MailFlow {

  /// The reply to the end of data.
  Reply deliver(IncomingMail mail);

  /// The client vanished before it got the reply for this message: in doubt (design, "What 250
  /// means").
  default void replyLost(MessageId id, ListenerKind listener) {}
}
