package io.signetmail.reports.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signetmail.reports.CollectorSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the schema up to date as soon as there is a database, then keeps its partitions.
///
/// The service starts and answers without one; until the schema is there it is not ready.
@Readiness
@ApplicationScoped
class DatabaseReady implements HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseReady.class);
  private static final long RETRY_SECONDS = 2;
  private static final long MAINTAIN_SECONDS = 3_600;

  private final Flyway flyway;
  private final Jdbi database;
  private final Partitions partitions;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile String trouble = "the schema was not looked at yet";

  DatabaseReady(Flyway flyway, Jdbi database, CollectorSettings settings) {
    this.flyway = flyway;
    this.database = database;
    this.partitions =
        new Partitions(database, InstantSource.system(), settings.reports().historyDays());
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("database-ready").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    closing.countDown();
  }

  private void run() {
    try {
      do {
        trouble = prepare();
      } while (!closing.await(
          trouble.isEmpty() ? MAINTAIN_SECONDS : RETRY_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String prepare() {
    try {
      flyway.migrate();
      partitions.maintain();
      return "";
    } catch (FlywayException | JdbiException e) {
      var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      LOG.warn("not ready: the schema cannot be brought up to date: {}", message);
      return message;
    }
  }

  @Override
  public HealthCheckResponse call() {
    var now = trouble.isEmpty() ? reach() : trouble;
    var response = HealthCheckResponse.named("schema is up to date").status(now.isEmpty());
    return (now.isEmpty() ? response : response.withData("trouble", now)).build();
  }

  private String reach() {
    try {
      return database.withHandle(
          handle -> handle.createQuery("select ''").mapTo(String.class).one());
    } catch (JdbiException e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("no answer");
    }
  }

  /// The one way to the database.
  @ApplicationScoped
  static class Source {
    @Produces
    @Singleton
    Jdbi jdbi(AgroalDataSource source) {
      return Jdbi.create(source).installPlugin(new PostgresPlugin());
    }
  }
}
