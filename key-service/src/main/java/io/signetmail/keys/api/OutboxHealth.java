package io.signetmail.keys.api;

import io.signetmail.keys.outbox.EventDrain;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// A process whose outbox died keeps changes to itself: it must be restarted.
@Liveness
@Singleton
class OutboxHealth implements HealthCheck {
  private final EventDrain drain;

  OutboxHealth(EventDrain drain) {
    this.drain = drain;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.builder().name("outbox").status(drain.isAlive()).build();
  }
}
