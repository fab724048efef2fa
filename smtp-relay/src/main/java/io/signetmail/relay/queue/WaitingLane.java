package io.signetmail.relay.queue;

import java.time.Instant;
import java.util.Optional;

/// A lane with mail in it.
///
/// @param reply what the next hop last said about the recipient tried most often
public record WaitingLane(
    Lane lane, long waiting, Instant oldest, Instant nextAttemptAt, Optional<String> reply) {}
