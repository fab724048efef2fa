package io.signetmail.keys.store.postgres;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signetmail.keys.store.SchemaReady;
import io.signetmail.keys.tokens.FirstToken;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Brings the schema up to date in the background, as soon as PostgreSQL can be reached.
///
/// The service listens meanwhile and answers 503. One virtual thread, which ends when the schema is
/// there or the service stops.
@Singleton
public final class SchemaMigration {
  private static final Logger LOG = Logger.getLogger(SchemaMigration.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Flyway flyway;
  private final Provider<FirstToken> firstToken;
  private final Event<SchemaReady> ready;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean migrated;
  private volatile boolean complete;
  private @Nullable String lastFailure;

  public SchemaMigration(Flyway flyway, Provider<FirstToken> firstToken, Event<SchemaReady> ready) {
    this.ready = ready;
    this.flyway = flyway;
    this.firstToken = firstToken;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("schema-migration").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
  }

  /// True once the tables are there.
  public boolean isMigrated() {
    return migrated;
  }

  /// True once the tables are there and somebody can log in.
  public boolean isComplete() {
    return complete;
  }

  private void run() {
    var wait = FIRST_WAIT;
    while (!attempt()) {
      if (isStoppedWithin(wait)) {
        return;
      }
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
  }

  private boolean attempt() {
    try {
      if (!migrated) {
        flyway.migrate();
        migrated = true;
        ready.fire(new SchemaReady());
      }
      firstToken.get().ensure();
      complete = true;
      LOG.info("the database is ready");
      return true;
    } catch (RuntimeException e) {
      logOnce(e);
      return false;
    }
  }

  /// The same failure again is not news.
  private void logOnce(RuntimeException failure) {
    var text = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    if (!text.equals(lastFailure)) {
      LOG.warnf("the database is not ready, trying again: %s", text);
      lastFailure = text;
    }
  }

  private boolean isStoppedWithin(Duration wait) {
    try {
      return stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
