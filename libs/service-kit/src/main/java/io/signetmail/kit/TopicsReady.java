package io.signetmail.kit;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready: the topics this service uses are as the contract says; the differences are named.
@Readiness
@ApplicationScoped
class TopicsReady implements HealthCheck {
  private final TopicWatch watch;

  TopicsReady(TopicWatch watch) {
    this.watch = watch;
  }

  @Override
  public HealthCheckResponse call() {
    var differences = watch.differences();
    var response =
        HealthCheckResponse.named("topics are as the contract says").status(differences.isEmpty());
    if (!differences.isEmpty()) {
      response.withData("differences", String.join("; ", differences));
    }
    return response.build();
  }
}
