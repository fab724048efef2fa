package io.signetmail.bus.kafka;

import io.signetmail.bus.RecordPosition;

/// How a durable write ended. The difference between the last two is the difference between 451 and
/// 451 "in doubt": a message that may have been written may be delivered.
public sealed interface SendOutcome {
  /// Every in-sync replica has it.
  record Stored(RecordPosition position) implements SendOutcome {}

  /// It was never sent: no broker, no room, too large.
  record NotStored(String reason) implements SendOutcome {}

  /// It was sent and no answer came: it may be there or not.
  record Unknown(String reason) implements SendOutcome {}
}
