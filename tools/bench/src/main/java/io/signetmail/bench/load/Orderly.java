package io.signetmail.bench.load;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Work that closes what it opened also when this program is told to stop, by Ctrl-C for instance:
/// its thread is interrupted then, and waited for.
public final class Orderly {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private Orderly() {}

  public static <T> T run(Callable<T> work) throws Exception {
    var worker = Thread.currentThread();
    var done = new CountDownLatch(1);
    var atExit = new Thread(() -> stop(worker, done), "stop");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      return work.call();
    } finally {
      done.countDown();
      forget(atExit);
    }
  }

  @SuppressWarnings("Interruption") // the whole program is told to stop
  private static void stop(Thread worker, CountDownLatch done) {
    worker.interrupt();
    try {
      var _ = done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // It is what brought us here.
    }
  }
}
