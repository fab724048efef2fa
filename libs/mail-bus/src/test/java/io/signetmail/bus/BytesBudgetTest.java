package io.signetmail.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BytesBudgetTest {
  private final BytesBudget budget = new BytesBudget(100);

  @Test
  void whatDoesNotFitIsRefused() {
    assertThat(budget.tryAcquire(60)).isTrue();
    assertThat(budget.tryAcquire(41)).isFalse();
    assertThat(budget.tryAcquire(40)).isTrue();
    assertThat(budget.held()).isEqualTo(100);
  }

  @Test
  void oneMessageLargerThanTheBudgetPassesAlone() {
    assertThat(budget.tryAcquire(500)).isTrue();
    assertThat(budget.tryAcquire(1)).isFalse();
    budget.release(500);
    assertThat(budget.tryAcquire(1)).isTrue();
  }

  @Test
  void aWaiterGetsWhatIsReleased() throws Exception {
    budget.acquire(100);
    var waiter =
        CompletableFuture.supplyAsync(() -> {
          try {
            return budget.tryAcquire(50, Duration.ofSeconds(30));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    budget.release(50);
    assertThat(waiter.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(budget.held()).isEqualTo(100);
  }

  @Test
  void waitingEnds() throws Exception {
    budget.acquire(100);
    assertThat(budget.tryAcquire(1, Duration.ofMillis(1))).isFalse();
  }

  @Test
  void releasingWhatWasNotHeldIsOurMistake() {
    assertThatThrownBy(() -> budget.release(1)).isInstanceOf(IllegalStateException.class);
  }
}
