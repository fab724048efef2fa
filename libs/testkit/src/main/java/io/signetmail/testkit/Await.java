package io.signetmail.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for a condition with a deadline, so that no test waits for a length of time.
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Await() {}

  /// Returns as soon as `condition` holds; fails naming `what` when it does not within `limit`.
  public static void until(Duration limit, String what, BooleanSupplier condition) {
    value(limit, what, () -> condition.getAsBoolean() ? Optional.of(what) : Optional.empty());
  }

  /// The first value `source` gives; fails naming `what` when it gives none within `limit`.
  public static <T> T value(Duration limit, String what, Supplier<Optional<T>> source) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      var found = source.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() >= end) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
