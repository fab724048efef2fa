package io.signetmail.relay.queue;

import java.util.List;
import java.util.Map;

/// A message just read from a topic, with the lane of each recipient.
public record Arrival(QueuedMail mail, Map<Lane, List<QueuedRecipient>> recipients) {

  public Arrival {
    recipients = Map.copyOf(recipients);
  }
}
