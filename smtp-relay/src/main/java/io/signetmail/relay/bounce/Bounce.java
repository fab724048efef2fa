package io.signetmail.relay.bounce;

import io.signetmail.bus.MailRecord;
import io.signetmail.relay.queue.QueuedMail;
import java.util.List;

/// A message that came back: what the notification is about.
///
/// @param original as the relay read it
/// @param remoteMta the host that refused it
public record Bounce(
    QueuedMail mail, MailRecord original, List<FailedRecipient> failed, String remoteMta) {

  public Bounce {
    failed = List.copyOf(failed);
  }
}
