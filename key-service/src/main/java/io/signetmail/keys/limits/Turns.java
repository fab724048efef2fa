package io.signetmail.keys.limits;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets so many do costly work at once; the others wait for their turn, the longest wait first, and
/// are sent away when it does not come in time. Safe for many threads.
public final class Turns {
  private final Semaphore free;
  private final Duration wait;

  public Turns(int atOnce, Duration wait) {
    this.free = new Semaphore(atOnce, true);
    this.wait = wait;
  }

  /// Throws {@link TooManyCalls} when no turn comes in time.
  public <T> T take(Supplier<T> work) {
    if (!isMyTurn()) {
      throw new TooManyCalls(wait);
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  private boolean isMyTurn() {
    try {
      return free.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
