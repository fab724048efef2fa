package io.signetmail.relay.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When to try again: soon first, then ever later, until the message is too old.
///
/// RFC 5321 §4.5.4.1 wants at least 30 minutes between tries and 4-5 days of trying; like most MTAs
/// we try sooner at first, because most 4xx answers are greylisting or a restart.
public record RetrySchedule(Duration first, Duration longest, Duration lifetime) {

  public RetrySchedule {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("retry delays " + first + " to " + longest);
    }
  }

  /// The time of the next attempt, or nothing when the message has used up its life.
  ///
  /// @param failures attempts that failed so far, this one included
  public Optional<Instant> next(
      Instant acceptedAt, int failures, Instant now, RandomGenerator random) {
    var lastTry = acceptedAt.plus(lifetime);
    if (!now.isBefore(lastTry)) {
      return Optional.empty();
    }
    var next = now.plus(spread(delay(failures), random));
    return Optional.of(next.isAfter(lastTry) ? lastTry : next); // one last try at the very end
  }

  private Duration delay(int failures) {
    var doublings = Math.clamp(failures - 1, 0, 20);
    var delay = first.multipliedBy(1L << doublings);
    return delay.compareTo(longest) > 0 ? longest : delay;
  }

  /// Up to an eighth more, so that what failed together does not come back together.
  private static Duration spread(Duration delay, RandomGenerator random) {
    return delay.plusNanos(random.nextLong(delay.toNanos() / 8 + 1));
  }
}
