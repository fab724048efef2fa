package io.signetmail.smtp;

import java.time.Duration;

/// How fast a peer has to send: at least so many octets in so much time of waiting for them.
///
/// Time in which nobody waited for the peer does not count.
public record Pace(long octets, Duration within) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// Any pace will do.
  public static final Pace ANY = new Pace(0, MINUTE);

  /// Refuses what is no time.
  public Pace {
    if (octets < 0 || !within.isPositive()) {
      throw new IllegalArgumentException("not a pace: " + octets + " octets in " + within);
    }
  }

  /// So many octets a second on average over each minute; 0 is any pace.
  public static Pace perSecond(long octets) {
    return new Pace(octets * MINUTE.toSeconds(), MINUTE);
  }

  boolean isAny() {
    return octets == 0;
  }
}
