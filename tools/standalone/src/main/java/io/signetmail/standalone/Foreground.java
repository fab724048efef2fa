package io.signetmail.standalone;

import java.io.PrintStream;
import java.util.Optional;

/// A system that lives as long as this process.
public final class Foreground {
  private final SignetSystem system;
  private final RunFile run;
  private final Progress progress;

  private Foreground(SignetSystem system, RunFile run, Progress progress) {
    this.system = system;
    this.run = run;
    this.progress = progress;
  }

  /// Starts a system and stops it when this process ends, however it ends; empty when it did not
  /// start, which has then been said.
  public static Optional<Foreground> start(Options options, PrintStream out)
      throws InterruptedException {
    Logs.toFile(options.data());
    var progress = new Progress(out);
    var system = new SignetSystem(options, progress);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(system, progress), "stop"));
    try {
      var run = system.start();
      progress.line(Summary.of(run, options, system.secrets(), progress));
      return Optional.of(new Foreground(system, run, progress));
    } catch (StartFailed e) {
      progress.line("\nsignet: " + e.getMessage());
      stop(system, progress);
      return Optional.empty();
    }
  }

  public RunFile run() {
    return run;
  }

  public void stop() {
    stop(system, progress);
  }

  private static void stop(SignetSystem system, Progress progress) {
    long start = System.nanoTime();
    if (system.stop()) {
      progress.line("stopped in %.1f s".formatted((System.nanoTime() - start) / 1e9));
    }
  }
}
