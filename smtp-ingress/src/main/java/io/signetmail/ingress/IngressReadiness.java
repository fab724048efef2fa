package io.signetmail.ingress;

import io.signetmail.kit.TopicWatch;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready is listening and not draining, whatever Kafka does: a client gets a 4xx it can work with.
@Readiness
@Singleton
class IngressReadiness implements HealthCheck {
  private final Ingress ingress;
  private final TopicWatch topics;

  IngressReadiness(Ingress ingress, TopicWatch topics) {
    this.ingress = ingress;
    this.topics = topics;
  }

  @Override
  public HealthCheckResponse call() {
    var response =
        HealthCheckResponse.named("smtp listeners")
            .status(ingress.ready())
            .withData("connections", ingress.connections());
    var differences = topics.differences();
    if (!differences.isEmpty()) {
      response.withData("differences", String.join("; ", differences));
    }
    return response.build();
  }
}
