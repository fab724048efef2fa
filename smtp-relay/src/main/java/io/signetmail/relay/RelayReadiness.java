package io.signetmail.relay;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when it can look into its queue; else it names what is in the way.
@Readiness
@ApplicationScoped
public class RelayReadiness implements HealthCheck {
  private final RelayService service;

  RelayReadiness(RelayService service) {
    this.service = service;
  }

  @Override
  public HealthCheckResponse call() {
    var obstacle = service.obstacle();
    var response = HealthCheckResponse.named("queue is worked through").status(obstacle.isEmpty());
    obstacle.ifPresent(why -> response.withData("obstacle", why));
    return response.build();
  }
}
