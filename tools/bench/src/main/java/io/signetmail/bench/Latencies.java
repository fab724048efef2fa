package io.signetmail.bench;

import java.util.Arrays;
import java.util.List;

/// Order statistics of a list of times.
public final class Latencies {
  private final double[] sorted;

  private Latencies(double[] sorted) {
    this.sorted = sorted;
  }

  /// @param millis in any order
  public static Latencies of(List<Double> millis) {
    var sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Latencies(sorted);
  }

  public int count() {
    return sorted.length;
  }

  /// The value that a share of all are at most; NaN when there are none.
  public double quantile(double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1)];
  }

  public double max() {
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }
}
