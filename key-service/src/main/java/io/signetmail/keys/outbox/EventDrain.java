package io.signetmail.keys.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.store.Outbox;
import io.signetmail.keys.store.SchemaReady;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Runs the outbox from the moment its table is there until the service stops.
@Singleton
public final class EventDrain {
  private final Outbox outbox;
  private final DurableProducer producer;
  private volatile boolean started;

  public EventDrain(Outbox outbox, DurableProducer producer) {
    this.outbox = outbox;
    this.producer = producer;
  }

  void start(@Observes SchemaReady event) {
    started = true;
    outbox.start();
  }

  void stop(@Observes ShutdownEvent event) {
    if (started) {
      outbox.close();
    }
    producer.close();
  }

  /// False when the drain died: then nobody learns of changes any more.
  public boolean isAlive() {
    return !started || outbox.isAlive();
  }
}
