package io.signetmail.relay.delivery;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import io.signetmail.bus.topic.Topic;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
  private final InstantSource clock;
  private final RelayMetrics metrics;
  private final Runnable written;
  private final Map<MessageId, ReentrantLock> copying = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /// @param written called after every write, because something may have to leave now
  public Ledger(Queue queue, InstantSource clock, RelayMetrics metrics, Runnable written) {
    this.queue = queue;
    this.clock = clock;
    this.metrics = metrics;
    this.written = written;
  }

  public void write(Claim claim, Map<String, Outcome> outcomes, Consequences consequences)
      throws InterruptedException {
    write(claim, outcomes, Optional::empty, consequences);
  }

  /// The same for an attempt after which the body has to wait.
  ///
  /// A message has as many attempts at once as it has destinations. They copy and write one after
  /// the other, so that the second finds the copy of the first.
  ///
  /// @param copy copies the body to where it may wait; empty when Kafka did not take it
  public void writeDeferred(
      Claim claim,
      Map<String, Outcome> outcomes,
      Supplier<Optional<RecordPosition>> copy,
      Consequences consequences)
      throws InterruptedException {
    var id = claim.mail().id();
    var turn = copying.computeIfAbsent(id, _ -> new ReentrantLock());
    turn.lockInterruptibly();
    try {
      write(claim, outcomes, () -> isCopied(claim) ? Optional.empty() : copy.get(), consequences);
    } finally {
      if (!turn.hasQueuedThreads()) {
        copying.remove(id, turn);
      }
      turn.unlock();
    }
  }

  private boolean isCopied(Claim claim) {
    return queue
        .bodyOf(claim.mail().id())
        .filter(body -> body.topic().equals(Topic.MAIL_DEFERRED.topicName()))
        .isPresent();
  }

  private void write(
      Claim claim,
      Map<String, Outcome> outcomes,
      Supplier<Optional<RecordPosition>> copy,
      Consequences consequences)
      throws InterruptedException {
    Optional<RecordPosition> copied = Optional.empty();
    for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
      String trouble;
      try {
        if (copied.isEmpty()) {
          copied = copy.get();
        }
        var finished =
            queue.finish(new Completion(claim, outcomes, copied, consequences), clock.instant());
        if (finished != Finished.COPY_TRIMMED) {
          count(claim, outcomes, finished);
          written.run();
          return;
        }
        copied = Optional.empty();
        trouble = "its copy was trimmed meanwhile, copied again";
      } catch (RuntimeException e) {
        trouble = String.valueOf(e.getMessage());
      }
      LOG.warn("what {} came to is not written yet: {}", claim.mail().id(), trouble);
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
