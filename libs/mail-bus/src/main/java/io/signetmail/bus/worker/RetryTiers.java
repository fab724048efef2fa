package io.signetmail.bus.worker;

import java.time.Duration;

/// How long a record waits in its retry topic, ever longer: each try writes the whole message
/// again, and what is tried every half minute for days fills a disk.
///
/// The partitions of the topic are the tiers, at most five. All records of one partition wait
/// equally long, so the order of writing is the order of falling due and nothing waits behind
/// something later. A record moves on by one tier a try and stays in the last one.
///
/// @param first wait before the second try
/// @param longest wait from the last tier on
public record RetryTiers(Duration first, Duration longest) {
  private static final int MOST = 5;

  public RetryTiers {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("retry delays " + first + " to " + longest);
    }
  }

  /// The wait after a failed try, between `first` and `longest` by equal factors.
  ///
  /// @param failures tries that failed, this one included
  /// @param partitions how many the topic has
  Duration delay(int failures, int partitions) {
    int last = tiers(partitions) - 1;
    if (last == 0) {
      return first;
    }
    double factor = (double) longest.toMillis() / first.toMillis();
    double grown = first.toMillis() * Math.pow(factor, (double) tier(failures, partitions) / last);
    return Duration.ofMillis(Math.round(grown));
  }

  /// Where a record waits.
  ///
  /// @param spread spreads records over the partitions of one tier; any number
  int partition(int failures, int partitions, int spread) {
    int tiers = tiers(partitions);
    int tier = tier(failures, partitions);
    int ways = (partitions - tier + tiers - 1) / tiers;
    return tier + tiers * Math.floorMod(spread, ways);
  }

  private static int tier(int failures, int partitions) {
    return Math.clamp(failures - 1L, 0, tiers(partitions) - 1);
  }

  private static int tiers(int partitions) {
    return Math.clamp(partitions, 1, MOST);
  }
}
