package io.signetmail.kit;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready: every worker has its share of the work.
@Readiness
@ApplicationScoped
class WorkersReady implements HealthCheck {
  private final Workers workers;

  WorkersReady(Workers workers) {
    this.workers = workers;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("workers have work assigned")
        .status(workers.isReady())
        .build();
  }
}
