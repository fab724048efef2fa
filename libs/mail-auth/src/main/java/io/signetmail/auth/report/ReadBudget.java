package io.signetmail.auth.report;

import java.time.Instant;
import java.time.InstantSource;

/// What is left of one input's bytes and time. All layers of one input share it; one thread.
final class ReadBudget {
  private final ReportLimits limits;
  private final InstantSource clock;
  private final Instant deadline;
  private long inflated;

  ReadBudget(ReportLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.deadline = clock.instant().plus(limits.maxTime());
  }

  ReportLimits limits() {
    return limits;
  }

  void charge(int bytes) throws ReportRefused {
    inflated += bytes;
    if (inflated > limits.maxInflatedBytes()) {
      throw new ReportRefused(
          RefusalReason.TOO_LARGE, "more than " + limits.maxInflatedBytes() + " bytes unpacked");
    }
    checkTime();
  }

  void checkTime() throws ReportRefused {
    if (clock.instant().isAfter(deadline)) {
      throw new ReportRefused(RefusalReason.TOO_SLOW, "longer than " + limits.maxTime());
    }
  }
}
