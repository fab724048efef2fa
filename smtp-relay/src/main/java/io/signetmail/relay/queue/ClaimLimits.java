package io.signetmail.relay.queue;

import java.time.Duration;

/// @param owner names this process in the rows it holds
/// @param lease how long a claim stays ours without renewal
/// @param lanePause how soon a lane that has more to send gets its next turn when it is at its
///   limit
/// @param perLane transactions of one lane at the same time, all relays together
/// @param recipients most recipients in one transaction
public record ClaimLimits(
    String owner, Duration lease, Duration lanePause, int perLane, int recipients) {}
