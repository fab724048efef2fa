package io.signetmail.testkit;

import java.time.Duration;

/// How a name is made to misbehave.
public sealed interface DnsFault {
  /// Answered with RCODE 2.
  record ServFail() implements DnsFault {}

  /// Answered correctly, but only after a while.
  record Delay(Duration by) implements DnsFault {}

  /// Never answered; over TCP the connection is closed without an answer.
  record Drop() implements DnsFault {}

  /// Answered with bytes that are no DNS message.
  record Garbage() implements DnsFault {}
}
