package io.signetmail.standalone;

import java.io.PrintStream;
import java.time.Duration;

/// What the person at the terminal sees while the system starts, runs and stops.
public final class Progress {
  private final PrintStream out;
  private final long start = System.nanoTime();

  public Progress(PrintStream out) {
    this.out = out;
  }

  /// A step that is done, with the time since the start.
  public synchronized void step(String what, String detail) {
    out.printf("%6.1f s  %-18s %s%n", elapsed().toMillis() / 1000.0, what, detail);
    out.flush();
  }

  public synchronized void line(String text) {
    out.println(text);
    out.flush();
  }

  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
