package io.signetmail.kit;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Alive: the thread of every worker runs. A dead consumer means a dead process.
@Liveness
@ApplicationScoped
class WorkersAlive implements HealthCheck {
  private final Workers workers;

  WorkersAlive(Workers workers) {
    this.workers = workers;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("workers run").status(workers.isAlive()).build();
  }
}
