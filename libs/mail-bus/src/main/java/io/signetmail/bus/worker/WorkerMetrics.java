package io.signetmail.bus.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// What a worker loop counts: records by end, time per record, records in hand.
public final class WorkerMetrics {
  private final MeterRegistry registry;
  private final String worker;
  private final Timer time;
  private final AtomicInteger inFlight;

  public WorkerMetrics(MeterRegistry registry, String worker) {
    this.registry = registry;
    this.worker = worker;
    this.time =
        Timer.builder("signet.worker.record.time")
            .description("Time from taking a record in hand to its outcome")
            .tag("worker", worker)
            .publishPercentileHistogram()
            .register(registry);
    this.inFlight =
        registry.gauge(
            "signet.worker.in.flight",
            io.micrometer.core.instrument.Tags.of("worker", worker),
            new AtomicInteger());
  }

  void begun() {
    inFlight.incrementAndGet();
  }

  void ended(String outcome, Duration took) {
    inFlight.decrementAndGet();
    time.record(took);
    counted(outcome);
  }

  void counted(String outcome) {
    Counter.builder("signet.worker.records")
        .description("Records by outcome")
        .tag("worker", worker)
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }
}
