package io.signetmail.bench.auth;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/// Measures two pieces of work in turns, so that whatever slows the machine slows both.
///
/// CPU time of the calling thread, so waiting for a core costs nothing; collecting garbage happens
/// on other threads and is not counted.
final class Paired {
  /// One turn of one side, in nanoseconds: long against the clock's own cost, short against the
  /// moods of a busy machine.
  private static final long TURN = 5_000_000;

  private static final int WARM_UP_TURNS = 200;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /// Medians over the rounds.
  ///
  /// @param share limit by work of the same round
  /// @param limitNanos one time the limit
  /// @param workNanos one time the work
  record Result(double share, double limitNanos, double workNanos) {}

  /// One thing that is measured.
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  private Paired() {}

  static Result measure(Work limit, Work work, int rounds) throws Exception {
    var limits = new double[rounds];
    var works = new double[rounds];
    var shares = new double[rounds];
    int limitTimes = warmedUp(limit);
    int workTimes = warmedUp(work);
    for (int i = 0; i < rounds; i++) {
      if (i % 2 == 0) {
        limits[i] = nanos(limit, limitTimes);
        works[i] = nanos(work, workTimes);
      } else {
        works[i] = nanos(work, workTimes);
        limits[i] = nanos(limit, limitTimes);
      }
      shares[i] = limits[i] / works[i];
    }
    return new Result(median(shares), median(limits), median(works));
  }

  /// Nanoseconds of one time, median over the rounds.
  static double measure(Work work, int rounds) throws Exception {
    int times = warmedUp(work);
    var nanos = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      nanos[i] = nanos(work, times);
    }
    return median(nanos);
  }

  /// CPU nanoseconds of running it once, without warming up.
  static long once(Work work) throws Exception {
    long start = THREADS.getCurrentThreadCpuTime();
    work.run();
    return THREADS.getCurrentThreadCpuTime() - start;
  }

  /// Runs until it is compiled; how often it fits into a turn.
  private static int warmedUp(Work work) throws Exception {
    int times = 1;
    for (int i = 0; i < WARM_UP_TURNS; i++) {
      double one = nanos(work, times);
      times = (int) Math.clamp(TURN / Math.max(one, 1), 1, 1_000_000);
    }
    return times;
  }

  private static double nanos(Work work, int times) throws Exception {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < times; i++) {
      work.run();
    }
    return (double) (THREADS.getCurrentThreadCpuTime() - start) / times;
  }

  private static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
