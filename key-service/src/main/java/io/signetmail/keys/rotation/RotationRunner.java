package io.signetmail.keys.rotation;

import io.quarkus.runtime.ShutdownEvent;
import io.signetmail.keys.delegation.SlotPublisher;
import io.signetmail.keys.store.SchemaReady;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Takes the steps of rotations that are due, for the life of the process. Any number of instances
/// may do so over one database.
@Singleton
public final class RotationRunner {
  private static final Logger LOG = Logger.getLogger(RotationRunner.class);

  private final RotationSteps steps;
  private final RotationSchedules schedules;
  private final SlotPublisher slots;
  private final RotationSettings settings;
  private final CountDownLatch stopping = new CountDownLatch(1);

  public RotationRunner(
      RotationSteps steps,
      RotationSchedules schedules,
      SlotPublisher slots,
      RotationSettings settings) {
    this.steps = steps;
    this.schedules = schedules;
    this.slots = slots;
    this.settings = settings;
  }

  void start(@Observes SchemaReady event) {
    start();
  }

  void stop(@Observes ShutdownEvent event) {
    stopping.countDown();
  }

  public void start() {
    for (int i = 0; i < settings.workers(); i++) {
      Thread.ofVirtual().name("rotation-", i).start(this::run);
    }
  }

  private void run() {
    while (stopping.getCount() > 0) {
      if (!attempt() && isStoppedInTime()) {
        return;
      }
    }
  }

  /// True when there may be more to do at once.
  private boolean attempt() {
    try {
      boolean worked = schedules.startDue();
      worked |= slots.publishOne();
      return steps.takeOne() || worked;
    } catch (RuntimeException e) {
      // The database is away, or one rotation is broken: its lease keeps it from the others' way.
      LOG.warnf(e, "a step of a rotation failed, it will be tried again");
      return false;
    }
  }

  private boolean isStoppedInTime() {
    try {
      return stopping.await(settings.poll().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
