package io.signetmail.kit;

import io.quarkus.runtime.ShutdownEvent;
import io.signetmail.bus.worker.WorkerLoop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The worker loops of this process: ready when all have their share of the work, alive while all
/// run, drained together when the process ends. Neither depends on another service being up: a loop
/// that waits for Kafka is alive, only not ready.
@ApplicationScoped
public class Workers {
  private final List<WorkerLoop> loops = new CopyOnWriteArrayList<>();

  /// Takes charge of a loop that was just started.
  public void add(WorkerLoop loop) {
    loops.add(loop);
  }

  boolean isReady() {
    return loops.stream().allMatch(WorkerLoop::isReady);
  }

  boolean isAlive() {
    return loops.stream().allMatch(WorkerLoop::isAlive);
  }

  void drain(@Observes ShutdownEvent event) {
    var draining = loops.stream().map(loop -> Thread.ofVirtual().start(loop::close)).toList();
    for (var each : draining) {
      try {
        each.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
