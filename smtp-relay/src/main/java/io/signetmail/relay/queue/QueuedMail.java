package io.signetmail.relay.queue;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import io.signetmail.smtp.ReversePath;
import java.time.Instant;
import java.util.Optional;

/// A message in the queue, without its body.
///
/// @param submitter the authenticated user it came from; without one it never bounces
/// @param body the record that holds it; the database never stores a body
public record QueuedMail(
    MessageId id,
    Stream stream,
    Optional<String> submitter,
    ReversePath reversePath,
    DeliveryOptions options,
    String traceparent,
    long sizeBytes,
    Instant acceptedAt,
    RecordPosition body) {}
