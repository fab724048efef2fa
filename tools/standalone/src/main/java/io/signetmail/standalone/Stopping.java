package io.signetmail.standalone;

import java.time.Duration;
import java.util.List;

/// Stops processes together, each within the same time, so that all of it stays under ten seconds.
final class Stopping {
  /// What a service has to drain its work.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// A person who pressed Ctrl-C waits no longer than this.
  private static final Duration ALL = Duration.ofSeconds(9);

  private Stopping() {}

  /// What is left for the last ones to stop.
  ///
  /// @param began when stopping began, as {@link System#nanoTime}
  static Duration rest(long began) {
    return ALL.minusNanos(System.nanoTime() - began);
  }

  static void together(List<ChildProcess> children, Duration patience, Progress progress)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    children.forEach(ChildProcess::askToStop);
    for (var child : children) {
      var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      if (!child.awaitEnd(left)) {
        progress.step(child.name(), "did not stop in " + patience.toSeconds() + " s: killed");
      }
    }
  }
}
