package io.signetmail.auth.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The moment after which one evaluation asks DNS nothing more.
public record DnsDeadline(InstantSource clock, Instant at) {
  public static DnsDeadline after(Duration budget, InstantSource clock) {
    return new DnsDeadline(clock, clock.instant().plus(budget));
  }

  /// What is left; zero when it is over.
  public Duration remaining() {
    var left = Duration.between(clock.instant(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  public boolean isOver() {
    return !clock.instant().isBefore(at);
  }

  public DnsDeadline earlierOf(DnsDeadline other) {
    return other.remaining().compareTo(remaining()) < 0 ? other : this;
  }
}
