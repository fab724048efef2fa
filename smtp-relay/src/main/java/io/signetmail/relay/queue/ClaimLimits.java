package io.signetmail.relay.queue;

import java.time.Duration;

/// @param owner names this process in the rows it holds
/// @param lease how long a claim stays ours without renewal
/// @param lanePause how soon a lane that has more to send gets its next turn when it is at its
///   limit
/// @param perLane transactions of one lane at the same time, all relays together
/// @param recipients most recipients in one transaction
public record ClaimLimits(
    String owner,
    Duration lease,
    Duration lanePause,
    int perLane,
    int perDestination,
    int recipients) {
  private static final int BLOCKED_FACTOR = 5;

  /// How soon a lane gets its next turn that could send nothing because a limit was reached.
  public Duration blockedPause() {
    return lanePause.multipliedBy(BLOCKED_FACTOR);
  }
}
