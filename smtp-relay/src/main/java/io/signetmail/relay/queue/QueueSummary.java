package io.signetmail.relay.queue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// How much waits: recipients by state, and when the oldest unfinished message was accepted.
public record QueueSummary(Map<String, Long> recipients, Optional<Instant> oldest) {

  public QueueSummary {
    recipients = Map.copyOf(recipients);
  }
}
