package io.signetmail.relay.queue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes due claims as long as there is room for attempts, and gives each attempt a virtual thread.
///
/// Each direction has a next hop of its own and half of the attempts, so that a hop that hangs
/// holds up only its own mail. One platform thread claims and never waits for an attempt. When the
/// database is away it waits and goes on by itself.
public final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration TROUBLE_PAUSE = Duration.ofSeconds(1);

  private final Queue queue;
  private final Attempt attempt;
  private final Settings settings;
  private final InstantSource clock;
  private final Map<Stream, Semaphore> rooms = new EnumMap<>(Stream.class);
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
  public record Settings(ClaimLimits limits, int attempts, Duration idlePause, Duration drain) {
    int perStream() {
      return Math.max(1, attempts / Stream.values().length);
    }
  }

  public Dispatcher(Queue queue, Attempt attempt, Settings settings, InstantSource clock) {
    this.queue = queue;
    this.attempt = attempt;
    this.settings = settings;
    this.clock = clock;
    for (var stream : Stream.values()) {
      rooms.put(stream, new Semaphore(settings.perStream()));
    }
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
        if (!round()) {
          ring(settings.idlePause());
        }
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /// Whether the next round should follow at once.
  private boolean round() throws InterruptedException {
    try {
      boolean again = false;
      for (var room : rooms.entrySet()) {
        int free = room.getValue().availablePermits();
        if (free > 0) {
          again |= claim(room.getKey(), room.getValue(), free);
        }
      }
      working = true;
      return again;
    } catch (RuntimeException e) {
      working = false;
      LOG.warn("queue not readable, tried again in {}: {}", TROUBLE_PAUSE, e.getMessage());
      ring(TROUBLE_PAUSE);
      return true;
    }
  }

  private boolean claim(Stream stream, Semaphore room, int free) throws InterruptedException {
    var turn = queue.claim(clock.instant(), stream, free, settings.limits());
    for (var claim : turn.claims()) {
      room.acquire(); // only this thread takes, and it took no more claims than there was room
      inFlight.add(claim);
      var _ = Thread.ofVirtual().name("attempt").start(() -> make(claim, room));
    }
    return turn.more() || !turn.claims().isEmpty();
  }

  private void make(Claim claim, Semaphore room) {
    try {
      attempt.make(claim);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("{}: attempt ended badly, its lease will run out", claim.mail().id(), e);
    } finally {
      inFlight.remove(claim);
      boolean wasFull = room.availablePermits() == 0;
      room.release();
      if (wasFull) {
        nudge();
      }
    }
  }

  /// What this process is working on.
  public Set<Claim> inFlight() {
    return Set.copyOf(inFlight);
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
      long end = System.nanoTime() + settings.drain().toNanos();
      for (var room : rooms.values()) {
        if (!room.tryAcquire(settings.perStream(), end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          LOG.warn("{} attempts not finished after {}", inFlight.size(), settings.drain());
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
