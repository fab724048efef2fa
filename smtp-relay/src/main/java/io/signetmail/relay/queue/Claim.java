package io.signetmail.relay.queue;

import java.util.List;

/// Recipients of one message in one lane, ours until the lease runs out: one SMTP transaction.
public record Claim(QueuedMail mail, Lane lane, List<QueuedRecipient> recipients) {

  public Claim {
    recipients = List.copyOf(recipients);
  }

  public List<String> addresses() {
    return recipients.stream().map(QueuedRecipient::address).toList();
  }
}
