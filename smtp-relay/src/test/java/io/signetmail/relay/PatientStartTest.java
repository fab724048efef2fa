package io.signetmail.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientStartTest {
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<String> obstacles = new ArrayList<>();
  private final PatientStart patient = new PatientStart(closing, obstacles::add);

  @Test
  void aStepThatFailsNamesItsObstacleAndIsDoneAgain() throws Exception {
    var tries = new AtomicInteger();
    patient.until(
        "not started",
        () -> {
          if (tries.incrementAndGet() < 3) {
            throw new IllegalStateException("no password file\nand more");
          }
        });
    assertThat(tries).hasValue(3);
    assertThat(obstacles)
        .containsExactly("not started: no password file", "not started: no password file");
  }

  @Test
  void closingEndsTheWaiting() {
    closing.countDown();
    assertThatThrownBy(() ->
            patient.until(
                "not started",
                () -> {
                  throw new IllegalStateException("never");
                }))
        .isInstanceOf(InterruptedException.class);
  }
}
