package io.signetmail.bus.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one way of consuming for the life of a process: opens a session, turns it, and opens
/// another after any trouble, waiting a little longer each time (100 ms to 5 s).
///
/// It is alive while its thread runs, and ready while a session has its share of the work. Closing
/// it drains: what was begun is finished, nothing new is fetched.
public final class WorkerLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  /// A session that worked so long was no part of the trouble before it.
  private static final long STEADY_NANOS = Duration.ofSeconds(10).toNanos();

  private final String name;
  private final Supplier<WorkerSession> sessions;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable WorkerSession session;

  private WorkerLoop(String name, Supplier<WorkerSession> sessions) {
    this.name = name;
    this.sessions = sessions;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  /// Questions, each answered as soon as it is done.
  public static WorkerLoop start(RequestMode mode) {
    return started(new WorkerLoop("requests", mode::open));
  }

  /// Records in, records out, both or neither.
  public static WorkerLoop start(TransactionMode mode) {
    return started(new WorkerLoop("transactions-" + mode.source().topicName(), mode::open));
  }

  /// Records into a database that also keeps the offsets.
  public static WorkerLoop start(StoredMode mode) {
    return started(new WorkerLoop("stored-" + mode.group(), mode::open));
  }

  private static WorkerLoop started(WorkerLoop loop) {
    loop.thread.start();
    return loop;
  }

  public boolean isAlive() {
    return thread.isAlive();
  }

  public boolean isReady() {
    var open = session;
    return open != null && open.isAssigned();
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (closing.getCount() > 0) {
      try (var open = sessions.get()) {
        session = open;
        long opened = System.nanoTime();
        while (closing.getCount() > 0) {
          open.turn();
          if (System.nanoTime() - opened > STEADY_NANOS) {
            pause = FIRST_PAUSE_MILLIS;
          }
        }
      } catch (WakeupException _) {
        // close() asks us to leave.
      } catch (InterruptedException | InterruptException _) {
        LOG.info("{}: interrupted, leaving", name);
        return;
      } catch (RuntimeException e) {
        LOG.warn("{}: starting over in {} ms after {}", name, pause, describe(e));
        LOG.debug("{}: the trouble", name, e);
        pause(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      } finally {
        session = null;
      }
    }
  }

  private static String describe(RuntimeException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private void pause(long millis) {
    try {
      var _ = closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    var open = session;
    if (open != null) {
      open.wakeup();
    }
    try {
      if (!thread.join(Duration.ofSeconds(25))) {
        LOG.warn("{}: still busy after 25 s, left behind", name);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
