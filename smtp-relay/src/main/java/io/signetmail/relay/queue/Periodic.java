package io.signetmail.relay.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does small things again and again, each on its own virtual thread. A failure is logged and the
/// thing done again at its next time.
public final class Periodic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  /// Starts doing `task`, named for the log, for the first time after one pause.
  public synchronized void every(Duration pause, String name, Runnable task) {
    threads.add(Thread.ofVirtual().name(name).start(() -> run(pause, name, task)));
  }

  private void run(Duration pause, String name, Runnable task) {
    try {
      while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          task.run();
        } catch (RuntimeException e) {
          LOG.warn("{} not done, again in {}: {}", name, pause, e.getMessage());
          LOG.debug("{}: the trouble", name, e);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closing.countDown();
    for (var thread : threads) {
      try {
        var _ = thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
