package io.signetmail.ingress.session;

import io.signetmail.bus.BytesBudget;
import io.signetmail.smtp.Allowance;
import java.time.Duration;

/// The part of the process' byte budget that one message holds, every copy counted. One thread.
///
/// The declared size is taken before the first octet is read: a message that was let in can be read
/// to its end, and many large ones cannot starve each other half-way.
final class Reservation implements Allowance, AutoCloseable {
  /// Received pieces are larger than what they hold by up to one piece; also what an undeclared
  /// message starts with.
  private static final long SLACK = 512 * 1024;

  private static final long SMALL_START = 16 * 1024;

  private final BytesBudget budget;
  private final int copies;
  private long held;
  private long used;

  Reservation(BytesBudget budget, int copies) {
    this.budget = budget;
    this.copies = copies;
  }

  /// Takes room for a message of `declared` octets (0: nobody said); false when there is none in
  /// time.
  boolean start(long declared, Duration wait) {
    long octets =
        (declared == 0 ? SMALL_START : declared + Math.min(SLACK, declared + SMALL_START)) * copies;
    try {
      if (!budget.tryAcquire(octets, wait)) {
        return false;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
    held = octets;
    return true;
  }

  @Override
  public boolean grow(long octets) {
    long missing = (used + octets) * copies - held;
    if (missing > 0) {
      if (!budget.tryAcquire(missing)) {
        return false;
      }
      held += missing;
    }
    used += octets;
    return true;
  }

  @Override
  public void close() {
    if (held > 0) {
      budget.release(held);
      held = 0;
    }
  }
}
