package io.signetmail.keys.limits;

import java.time.Duration;

/// A caller calls more often than it may.
public final class TooManyCalls extends RuntimeException {
  private final Duration wait;

  TooManyCalls(Duration wait) {
    // An answer, not a fault: nobody reads its stack.
    super("too many calls", null, false, false);
    this.wait = wait;
  }

  /// Whole seconds after which a call may succeed, at least 1 (RFC 9110 §10.2.3).
  public long retryAfterSeconds() {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
