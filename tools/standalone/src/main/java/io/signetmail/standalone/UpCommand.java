package io.signetmail.standalone;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `signet up`: starts the system and stays until it is told to stop.
@Command(
    name = "up",
    description = "Starts the whole system and stays until Ctrl-C.",
    mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
  @Mixin private final SystemOptions system = new SystemOptions();

  @Override
  public Integer call() throws InterruptedException {
    var run = Foreground.start(system.options(), System.out);
    if (run.isEmpty()) {
      return 1;
    }
    forever();
    return 0;
  }

  /// Ctrl-C and SIGTERM end the process through its shutdown hook.
  public static void forever() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
