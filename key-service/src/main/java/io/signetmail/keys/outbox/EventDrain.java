package io.signetmail.keys.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.store.Outbox;
import io.signetmail.keys.store.SchemaReady;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Runs the outbox from the moment its table is there until the service stops.
@Singleton
public final class EventDrain {
  private static final Logger LOG = Logger.getLogger(EventDrain.class);

  /// Whoever stops the service loses patience after ten seconds.
  private static final Duration LAST_WORDS = Duration.ofSeconds(4);

  private final Outbox outbox;
  private final DurableProducer producer;
  private volatile boolean started;

  public EventDrain(Outbox outbox, DurableProducer producer) {
    this.outbox = outbox;
    this.producer = producer;
  }

  void start(@Observes SchemaReady event) {
    start();
  }

  void stop(@Observes ShutdownEvent event) {
    stop();
  }

  void start() {
    started = true;
    outbox.start();
  }

  void stop() {
    if (started) {
      outbox.close();
      sendTheRest();
    }
    producer.close();
  }

  /// A revocation must not wait for the next start. What cannot be sent now stays in the table.
  private void sendTheRest() {
    long end = System.nanoTime() + LAST_WORDS.toNanos();
    try {
      int sent = 1;
      while (sent > 0 && System.nanoTime() < end) {
        sent = outbox.drain();
      }
    } catch (SQLException | Outbox.NotSent e) {
      LOG.warnf("events wait for the next start: %s", e.getMessage());
    }
  }

  /// False when the drain died: then nobody learns of changes any more.
  public boolean isAlive() {
    return !started || outbox.isAlive();
  }
}
