package io.signetmail.relay.queue;

import java.util.List;

/// Recipients of one message in one lane, ours until the lease runs out: one SMTP transaction.
///
/// @param lease names this claim in its rows; no other claim, not even of the same process, has it
public record Claim(QueuedMail mail, Lane lane, List<QueuedRecipient> recipients, String lease) {

  public Claim {
    recipients = List.copyOf(recipients);
  }

  public List<String> addresses() {
    return recipients.stream().map(QueuedRecipient::address).toList();
  }
}
