package io.signetmail.relay;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Alive while its threads run, whatever else is down.
@Liveness
@ApplicationScoped
public class RelayLiveness implements HealthCheck {
  private final RelayService service;

  RelayLiveness(RelayService service) {
    this.service = service;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("relay threads run").status(service.isAlive()).build();
  }
}
