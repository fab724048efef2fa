package io.signetmail.standalone.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Waits for what other processes do, and gives up naming it.
final class Deadline {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Deadline() {}

  /// One look that may find what is awaited.
  interface Look<T> {
    Optional<T> look() throws IOException, InterruptedException, StepFailed;
  }

  static <T> T await(String what, Look<T> look)
      throws IOException, InterruptedException, StepFailed {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      var found = look.look();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new StepFailed("not within " + LIMIT.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
