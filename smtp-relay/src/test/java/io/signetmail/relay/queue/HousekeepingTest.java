package io.signetmail.relay.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final ClaimLimits LIMITS =
      new ClaimLimits("relay-1", LEASE, Duration.ofMillis(50), 20, 20, 100);

  private final FakeQueue queue = new FakeQueue();
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private final Housekeeping house = new Housekeeping(queue, LIMITS, Duration.ofDays(7), () -> now);

  private void keepLeasesFor(Duration time) {
    for (var end = now.plus(time); now.isBefore(end); now = now.plus(LEASE.dividedBy(4))) {
      house.keepLeases(List.of());
    }
  }

  /// Also a relay without work asks the database, or it would not notice that it was away.
  @Test
  void nothingIsTakenOverForAWholeLeaseAfterAnOutage() {
    keepLeasesFor(LEASE.multipliedBy(2));
    assertThat(queue.recoveries).isPositive();

    queue.away = true;
    now = now.plus(LEASE.dividedBy(4));
    assertThatThrownBy(() -> house.keepLeases(List.of())).hasMessage("away");
    queue.away = false;
    queue.recoveries = 0;

    keepLeasesFor(LEASE);
    assertThat(queue.recoveries).isZero();
    keepLeasesFor(LEASE);
    assertThat(queue.recoveries).isPositive();
  }

  @Test
  void nothingIsTakenOverForAWholeLeaseAfterTheStart() {
    keepLeasesFor(LEASE);
    assertThat(queue.recoveries).isZero();
  }

  @Test
  void nothingIsTakenOverAfterThisMachineStoodStill() {
    keepLeasesFor(LEASE.multipliedBy(2));
    now = now.plus(Duration.ofMinutes(10));
    queue.recoveries = 0;
    keepLeasesFor(LEASE);
    assertThat(queue.recoveries).isZero();
  }

  @Test
  void whatIsMoreThanOneTransactionIsDoneInSeveral() {
    queue.finished = 12_000;
    house.forget();
    assertThat(queue.finished).isZero();

    queue.expired = 2_500;
    keepLeasesFor(LEASE.multipliedBy(2));
    assertThat(queue.expired).isZero();
  }
}
