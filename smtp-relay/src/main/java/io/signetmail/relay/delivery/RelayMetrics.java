package io.signetmail.relay.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.QueueSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What the relay counts: attempts by outcome, and what waits.
public final class RelayMetrics {
  private final MeterRegistry registry;
  private final Map<String, AtomicLong> depth = new ConcurrentHashMap<>();
  private final AtomicLong oldestSeconds;

  public RelayMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.oldestSeconds = registry.gauge("signet.relay.queue.oldest.seconds", new AtomicLong());
  }

  void count(Outcome outcome) {
    outcomes(
        switch (outcome) {
          case Outcome.Delivered _ -> "delivered";
          case Outcome.Deferred _ -> "deferred";
          case Outcome.Failed _ -> "failed";
          case Outcome.Expired _ -> "expired";
          case Outcome.Released _ -> "released";
        });
  }

  /// The end of data was sent and no answer came: the recipient may get the message twice.
  void inDoubt() {
    outcomes("in-doubt");
  }

  private void outcomes(String outcome) {
    Counter.builder("signet.relay.attempts")
        .description("Attempts by what they came to, one for each recipient")
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }

  void lateWrite() {
    Counter.builder("signet.relay.lease.lost")
        .description("Outcomes written after the lease was lost: possible duplicates")
        .register(registry)
        .increment();
  }

  public void bounced() {
    Counter.builder("signet.relay.bounces")
        .description("Notifications written to senders")
        .register(registry)
        .increment();
  }

  public void dead() {
    Counter.builder("signet.relay.dead")
        .description("Messages that only an operator can help")
        .register(registry)
        .increment();
  }

  public void waiting(QueueSummary summary, Instant now) {
    summary.recipients().forEach((state, count) -> depth(state).set(count));
    oldestSeconds.set(summary.oldest().map(at -> Duration.between(at, now).toSeconds()).orElse(0L));
  }

  private AtomicLong depth(String state) {
    return depth.computeIfAbsent(
        state,
        _ ->
            registry.gauge(
                "signet.relay.queue.recipients",
                io.micrometer.core.instrument.Tags.of("state", state),
                new AtomicLong()));
  }
}
