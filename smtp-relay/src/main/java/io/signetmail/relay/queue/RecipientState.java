package io.signetmail.relay.queue;

import java.time.Instant;
import java.util.Optional;

/// How it stands with one recipient of a message.
public record RecipientState(
    String recipient,
    String state,
    int attempts,
    Instant nextAttemptAt,
    Optional<String> lastReply) {}
