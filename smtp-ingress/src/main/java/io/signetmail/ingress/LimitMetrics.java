package io.signetmail.ingress;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.limit.LimitCounter;

/// Counts limits that clients ran into, as `signet_ingress_limits_total`.
record LimitMetrics(MeterRegistry registry) implements LimitCounter {

  @Override
  public void reached(String listener, Limit limit) {
    Counter.builder("signet.ingress.limits")
        .description("Limits that clients ran into")
        .tag("listener", listener)
        .tag("limit", limit.label())
        .register(registry)
        .increment();
  }
}
