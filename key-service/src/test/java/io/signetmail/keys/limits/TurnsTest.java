package io.signetmail.keys.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @Test
  void neverMoreAtOnceAndEveryoneInTheEnd() {
    var turns = new Turns(2, Duration.ofSeconds(30));
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        threads.execute(() ->
            turns.take(() -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              LockSupport.parkNanos(100_000);
              now.decrementAndGet();
              return done.incrementAndGet();
            }));
      }
    }
    assertThat(done).hasValue(50);
    assertThat(most.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void whoseTurnDoesNotComeIsSentAwayWithATime() throws Exception {
    var turns = new Turns(1, Duration.ofMillis(10));
    var working = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.execute(() ->
          turns.take(() -> {
            working.countDown();
            try {
              return end.await(30, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }));
      working.await();
      assertThatThrownBy(() -> turns.take(() -> 1))
          .isInstanceOfSatisfying(
              TooManyCalls.class, e -> assertThat(e.retryAfterSeconds()).isEqualTo(1));
      end.countDown();
    }
    assertThat(turns.<Integer>take(() -> 1)).isEqualTo(1);
  }

  @Test
  void aTurnEndsWithItsWorkHoweverThatEnds() {
    var turns = new Turns(1, Duration.ofMillis(10));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() ->
              turns.take(() -> {
                throw new IllegalStateException("broken");
              }))
          .hasMessage("broken");
    }
  }
}
