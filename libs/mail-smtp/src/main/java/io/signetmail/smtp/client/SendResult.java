package io.signetmail.smtp.client;

import java.util.List;

/// What became of a transaction: one outcome per recipient, in the order of {@link
/// OutgoingMail#recipients}.
///
/// `usable` is false when the connection broke and the session has to be thrown away.
public record SendResult(List<Outcome> outcomes, boolean usable) {

  /// Copies the list.
  public SendResult {
    outcomes = List.copyOf(outcomes);
  }

  /// The outcome of the only recipient.
  public Outcome only() {
    if (outcomes.size() != 1) {
      throw new IllegalStateException(outcomes.size() + " recipients");
    }
    return outcomes.getFirst();
  }
}
