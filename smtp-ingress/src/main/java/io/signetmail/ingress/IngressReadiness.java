package io.signetmail.ingress;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready is listening and not draining, whatever Kafka does: a client gets a 4xx it can work with.
@Readiness
@Singleton
class IngressReadiness implements HealthCheck {
  private final Ingress ingress;

  IngressReadiness(Ingress ingress) {
    this.ingress = ingress;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("smtp listeners")
        .status(ingress.ready())
        .withData("connections", ingress.connections())
        .build();
  }
}
