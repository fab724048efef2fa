package io.signetmail.keys.api;

import io.signetmail.keys.store.postgres.SchemaMigration;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Not ready before the schema is there: until then every call is answered 503.
@Readiness
@Singleton
class MigrationHealth implements HealthCheck {
  private final SchemaMigration migration;

  MigrationHealth(SchemaMigration migration) {
    this.migration = migration;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.builder()
        .name("database schema")
        .status(migration.isComplete())
        .build();
  }
}
