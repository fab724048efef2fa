package io.signetmail.bus;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the message bytes a process holds, every copy, against one bound. Thread-safe.
///
/// A request larger than the whole budget is granted when nothing else is held, so that a small
/// process still makes progress, one large message at a time.
public final class BytesBudget {
  private final long limit;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition released = lock.newCondition();
  private long held;

  public BytesBudget(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("budget must be positive: " + limit);
    }
    this.limit = limit;
  }

  /// Takes the bytes at once, or says no.
  public boolean tryAcquire(long bytes) {
    lock.lock();
    try {
      return take(bytes);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for room; false when there was none in time.
  public boolean tryAcquire(long bytes, Duration wait) throws InterruptedException {
    long nanos = wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (!take(bytes)) {
        if (nanos <= 0) {
          return false;
        }
        nanos = released.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  public void acquire(long bytes) throws InterruptedException {
    boolean acquired = tryAcquire(bytes, Duration.ofNanos(TimeUnit.DAYS.toNanos(365)));
    if (!acquired) {
      throw new InterruptedException("waited a year for room");
    }
  }

  public void release(long bytes) {
    lock.lock();
    try {
      if (bytes > held) {
        throw new IllegalStateException("released " + bytes + " of " + held + " bytes");
      }
      held -= bytes;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public long held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  public long limit() {
    return limit;
  }

  private boolean take(long bytes) {
    if (held + bytes > limit && held > 0) {
      return false;
    }
    held += bytes;
    return true;
  }
}
