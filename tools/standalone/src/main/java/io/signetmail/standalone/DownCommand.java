package io.signetmail.standalone;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `signet down`: stops a system that runs in another terminal.
@Command(
    name = "down",
    description = "Stops the system that runs on the data directory.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  @Mixin private final SystemOptions system = new SystemOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var data = system.options().data();
    var stopped = stop(data);
    System.out.println(
        stopped.isEmpty()
            ? "no system runs on " + data.root()
            : stopped.get() ? "stopped" : "still stopping after " + LIMIT.toSeconds() + " s");
    return stopped.orElse(false) ? 0 : 1;
  }

  /// Whether it stopped in time; empty when none ran.
  public static Optional<Boolean> stop(DataDirectory data)
      throws IOException, InterruptedException {
    var handle = RunFile.ofLiving(data).flatMap(run -> ProcessHandle.of(run.pid()));
    if (handle.isEmpty()) {
      return Optional.empty();
    }
    handle.get().destroy();
    try {
      var _ = handle.get().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return Optional.of(true);
    } catch (TimeoutException | ExecutionException _) {
      return Optional.of(false);
    }
  }
}
