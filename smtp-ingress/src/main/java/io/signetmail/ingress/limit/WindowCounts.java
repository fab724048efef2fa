package io.signetmail.ingress.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Counts events by key in fixed windows, each begun by the first event of its key. Thread-safe;
/// remembers at most `capacity` keys, the latest ones.
public final class WindowCounts {
  private final Duration window;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Count> counts;

  private record Count(Instant since, int events) {}

  /// A window begins with the first event of its key.
  public WindowCounts(Duration window, int capacity, InstantSource clock) {
    this.window = window;
    this.clock = clock;
    this.counts =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > capacity;
          }
        };
  }

  /// Events of a key in its present window.
  public int of(String key) {
    lock.lock();
    try {
      return current(key, clock.instant()).events();
    } finally {
      lock.unlock();
    }
  }

  /// Counts one more and says how many that makes.
  public int add(String key) {
    lock.lock();
    try {
      var before = current(key, clock.instant());
      counts.put(key, new Count(before.since(), before.events() + 1));
      return before.events() + 1;
    } finally {
      lock.unlock();
    }
  }

  private Count current(String key, Instant now) {
    var known = counts.get(key);
    return known == null || !now.isBefore(known.since().plus(window)) ? new Count(now, 0) : known;
  }
}
