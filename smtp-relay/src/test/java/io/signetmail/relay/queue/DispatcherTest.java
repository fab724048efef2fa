package io.signetmail.relay.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.testkit.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DispatcherTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 8;

  private final FakeQueue queue = new FakeQueue();
  private final Set<Claim> begun = ConcurrentHashMap.newKeySet();
  private final CountDownLatch over = new CountDownLatch(1);

  private Dispatcher dispatcher() {
    var limits =
        new ClaimLimits(
            "relay-1", Duration.ofSeconds(30), Duration.ofMillis(50), 1_000, 1_000, 100);
    var settings =
        new Dispatcher.Settings(limits, ATTEMPTS, Duration.ofMillis(20), Duration.ofMillis(50));
    var dispatcher =
        new Dispatcher(
            queue,
            claim -> {
              begun.add(claim);
              if (claim.lane().stream() == Stream.INBOUND) {
                over.await();
              }
            },
            settings,
            InstantSource.system());
    dispatcher.start();
    return dispatcher;
  }

  @Test
  @Timeout(60)
  void aNextHopThatHangsTakesHalfOfTheAttemptsAndTheOtherDirectionGoesOn() {
    for (int i = 0; i < 100; i++) {
      queue.add(TestClaims.claim(Stream.INBOUND, i, "a@served.example"));
      queue.add(TestClaims.claim(Stream.OUTBOUND, 1_000 + i, "a@far.example"));
    }
    try (var _ = dispatcher()) {
      Await.until(SOON, "all outbound mail was tried", () -> count(Stream.OUTBOUND) == 100);
      assertThat(count(Stream.INBOUND)).isEqualTo(ATTEMPTS / 2);
    } finally {
      over.countDown();
    }
  }

  /// The shutdown has a deadline of its own; waiting for a hop that hangs would overrun it.
  @Test
  @Timeout(60)
  void closingDoesNotWaitForAttemptsThatHang() {
    for (int i = 0; i < 100; i++) {
      queue.add(TestClaims.claim(Stream.INBOUND, i, "a@served.example"));
    }
    var dispatcher = dispatcher();
    try {
      Await.until(SOON, "full", () -> count(Stream.INBOUND) == ATTEMPTS / 2);
      dispatcher.close();
      assertThat(dispatcher.isAlive()).isFalse();
    } finally {
      over.countDown();
    }
    assertThat(count(Stream.INBOUND)).isEqualTo(ATTEMPTS / 2);
  }

  private long count(Stream stream) {
    return begun.stream().filter(claim -> claim.lane().stream() == stream).count();
  }
}
