package io.signetmail.keys.domains;

import io.quarkus.runtime.ShutdownEvent;
import io.signetmail.keys.KeySettings;
import io.signetmail.keys.store.SchemaReady;
import io.signetmail.keys.store.StoreUnavailable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Destroys removed domains when their grace period is over, from the moment the tables are there
/// until the service stops. Several instances may do so at once.
@Singleton
public final class DomainPurge {
  private static final Logger LOG = Logger.getLogger(DomainPurge.class);

  private final Domains domains;
  private final Duration interval;
  private final CountDownLatch stopping = new CountDownLatch(1);

  public DomainPurge(Domains domains, KeySettings settings) {
    this.domains = domains;
    this.interval = settings.purgeInterval();
  }

  void start(@Observes SchemaReady event) {
    Thread.ofVirtual().name("domain-purge").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
  }

  private void run() {
    try {
      do {
        purge();
      } while (!stopping.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void purge() {
    try {
      int purged = domains.purgeRemoved();
      if (purged > 0) {
        LOG.infof("destroyed %d domains whose grace period was over", purged);
      }
    } catch (StoreUnavailable e) {
      LOG.warnf("removed domains stay until the next round: %s", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("removed domains cannot be destroyed", e);
    }
  }
}
