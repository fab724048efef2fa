package io.signetmail.relay.queue;

import java.time.Instant;

/// What one attempt came to for one recipient.
public sealed interface Outcome {

  /// What the next hop said, or what went wrong before it could say anything.
  String reply();

  /// The next hop answered 2xx: the message is its responsibility now.
  record Delivered(String reply) implements Outcome {}

  /// A 4xx, or no answer: tried again.
  record Deferred(String reply, Instant nextAttemptAt) implements Outcome {}

  /// A 5xx: trying again is pointless.
  record Failed(String reply) implements Outcome {}

  /// Still deferred at the end of its life: given up.
  record Expired(String reply) implements Outcome {}

  /// No attempt was made, for a reason of ours; it does not count as one.
  record Released(String reply, Instant nextAttemptAt) implements Outcome {}
}
