package io.signetmail.keys.limits;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// A token bucket for each caller: so many calls a second on average, twice as many in one go.
///
/// Knows the last {@value #MAX_CALLERS} callers, of this process only. Safe for many threads.
public final class CallLimit {
  private static final int MAX_CALLERS = 20_000;
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_CALLERS;
        }
      };

  private record Bucket(double calls, long at) {}

  public CallLimit(int perSecond, LongSupplier nanoTime) {
    if (perSecond < 1) {
      throw new IllegalArgumentException("a limit is at least one call a second");
    }
    this.perSecond = perSecond;
    this.burst = 2.0 * perSecond;
    this.nanoTime = nanoTime;
  }

  /// Counts a call. Zero when it may be made, else how long to wait before the next try.
  public synchronized Duration take(String caller) {
    long now = nanoTime.getAsLong();
    var last = buckets.getOrDefault(caller, new Bucket(burst, now));
    double calls = Math.min(burst, last.calls() + (now - last.at()) / NANOS * perSecond);
    if (calls < 1) {
      buckets.put(caller, new Bucket(calls, now));
      return Duration.ofNanos((long) ((1 - calls) / perSecond * NANOS));
    }
    buckets.put(caller, new Bucket(calls - 1, now));
    return Duration.ZERO;
  }
}
