package io.signetmail.relay.delivery;

import io.signetmail.bus.RecordPosition;
import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.queue.Completion;
import io.signetmail.relay.queue.Completion.Consequences;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.Queue;
import io.signetmail.relay.queue.Queue.Finished;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what attempts came to, however long the database is away: a 250 that is not written
/// is a message sent twice.
public final class Ledger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Queue queue;
  private final String owner;
  private final InstantSource clock;
  private final RelayMetrics metrics;
  private final Runnable written;
  private final CountDownLatch closing = new CountDownLatch(1);

  /// @param written called after every write, because something may have to leave now
  public Ledger(
      Queue queue, String owner, InstantSource clock, RelayMetrics metrics, Runnable written) {
    this.queue = queue;
    this.owner = owner;
    this.clock = clock;
    this.metrics = metrics;
    this.written = written;
  }

  /// @param copy copies the body to where it may wait; empty when there is no need or no way
  public void write(
      Claim claim,
      Map<String, Outcome> outcomes,
      Supplier<Optional<RecordPosition>> copy,
      Consequences consequences)
      throws InterruptedException {
    var copied = copy.get();
    for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
      try {
        var finished =
            queue.finish(
                new Completion(claim, outcomes, copied, consequences), clock.instant(), owner);
        if (finished == Finished.COPY_TRIMMED) {
          copied = copy.get();
          continue;
        }
        count(claim, outcomes, finished);
        written.run();
        return;
      } catch (RuntimeException e) {
        LOG.warn("what {} came to is not written yet: {}", claim.mail().id(), e.getMessage());
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          LOG.error(
              "{}: stopping before the outcome was written; {} of {} recipients may get it twice",
              claim.mail().id(),
              delivered(outcomes),
              outcomes.size());
          return;
        }
      }
    }
  }

  /// Where the body is now, when it is not where the claim says any more.
  public Optional<RecordPosition> movedTo(Claim claim) {
    return queue
        .bodyOf(claim.mail().id())
        .filter(position -> !position.equals(claim.mail().body()));
  }

  private void count(Claim claim, Map<String, Outcome> outcomes, Finished finished) {
    outcomes.values().forEach(metrics::count);
    if (finished == Finished.STORED_LATE) {
      metrics.lateWrite();
      LOG.warn(
          "{}: the lease was lost before the outcome was written; another relay may have sent it too",
          claim.mail().id());
    }
  }

  private static long delivered(Map<String, Outcome> outcomes) {
    return outcomes.values().stream().filter(Outcome.Delivered.class::isInstance).count();
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  /// Writes that wait for the database give up after their next try.
  @Override
  public void close() {
    closing.countDown();
  }
}
