package io.signetmail.relay;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when it reads what arrives and can look into its queue; else it names what is in the way.
@Readiness
@ApplicationScoped
public class RelayReadiness implements HealthCheck {
  private final RelayService service;

  RelayReadiness(RelayService service) {
    this.service = service;
  }

  @Override
  public HealthCheckResponse call() {
    var obstacles = service.obstacles();
    var response = HealthCheckResponse.named("relay").status(obstacles.isEmpty());
    for (var i = 0; i < obstacles.size(); i++) {
      response.withData("obstacle-" + (i + 1), obstacles.get(i));
    }
    return response.build();
  }
}
