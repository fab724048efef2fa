package io.signetmail.relay.queue;

import static java.util.stream.Collectors.toSet;

import io.signetmail.bus.MessageId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes due claims as long as there is room for attempts, and gives each attempt a virtual thread.
///
/// One platform thread claims. When the database is away it waits and goes on by itself.
public final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(1);

  private final Queue queue;
  private final Attempt attempt;
  private final Settings settings;
  private final InstantSource clock;
  private final Semaphore room;
  private final Semaphore bell = new Semaphore(0);
  private final Set<Claim> inFlight = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean working;

  /// What is done with a claim.
  public interface Attempt {
    void make(Claim claim) throws InterruptedException;
  }

  /// @param attempts at the same time in this process
  /// @param idlePause how often to look when nothing was due
  /// @param drain how long {@link #close} waits for attempts to end
  public record Settings(ClaimLimits limits, int attempts, Duration idlePause, Duration drain) {}

  public Dispatcher(Queue queue, Attempt attempt, Settings settings, InstantSource clock) {
    this.queue = queue;
    this.attempt = attempt;
    this.settings = settings;
    this.clock = clock;
    this.room = new Semaphore(settings.attempts());
    this.thread = Thread.ofPlatform().name("dispatcher").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// Says that something may have become due.
  public void nudge() {
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  /// The claiming thread runs.
  public boolean isAlive() {
    return thread.isAlive();
  }

  /// The last look at the queue worked.
  public boolean isWorking() {
    return working;
  }

  private void run() {
    while (!closing) {
      try {
        if (round() == 0) {
          ring(settings.idlePause());
        }
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private int round() throws InterruptedException {
    room.acquire();
    room.release();
    try {
      var claims = queue.claim(clock.instant(), room.availablePermits(), settings.limits());
      working = true;
      for (var claim : claims) {
        room.acquire();
        inFlight.add(claim);
        var _ = Thread.ofVirtual().name("attempt").start(() -> make(claim));
      }
      return claims.size();
    } catch (RuntimeException e) {
      working = false;
      LOG.warn("queue not readable, tried again in {}: {}", TROUBLE_PAUSE, e.getMessage());
      ring(TROUBLE_PAUSE);
      return 0;
    }
  }

  private void make(Claim claim) {
    try {
      attempt.make(claim);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("{}: attempt ended badly, its lease will run out", claim.mail().id(), e);
    } finally {
      inFlight.remove(claim);
      room.release();
    }
  }

  /// The messages this process is working on.
  public Set<MessageId> inFlight() {
    return inFlight.stream().map(claim -> claim.mail().id()).collect(toSet());
  }

  private void ring(Duration atMost) throws InterruptedException {
    var _ = bell.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Claims nothing more and waits for the attempts under way. What is not done by then is left to
  /// its lease.
  @Override
  public void close() {
    closing = true;
    nudge();
    try {
      thread.join();
      if (!room.tryAcquire(
          settings.attempts(), settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "{} attempts not finished after {}",
            settings.attempts() - room.availablePermits(),
            settings.drain());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
