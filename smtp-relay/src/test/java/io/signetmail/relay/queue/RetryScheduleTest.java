package io.signetmail.relay.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
  private static final Instant ACCEPTED = Instant.parse("2026-11-23T12:00:00Z");

  private final RetrySchedule schedule =
      new RetrySchedule(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(5));
  private final Random random = new Random(3);

  @ParameterizedTest(name = "after {0} failures in {1}")
  @CsvSource({"1, PT1M", "2, PT2M", "3, PT4M", "6, PT32M", "7, PT1H", "50, PT1H", "100000, PT1H"})
  void waitsTwiceAsLongEachTimeUpToALimit(int failures, Duration expected) {
    var next = schedule.next(ACCEPTED, failures, ACCEPTED, random).orElseThrow();
    assertThat(Duration.between(ACCEPTED, next))
        .isBetween(expected, expected.multipliedBy(9).dividedBy(8));
  }

  @Test
  void theLastTryIsAtTheEndOfItsLife() {
    var end = ACCEPTED.plus(Duration.ofDays(5));
    assertThat(schedule.next(ACCEPTED, 50, end.minusSeconds(60), random)).contains(end);
  }

  @Test
  void thenItIsGivenUp() {
    var end = ACCEPTED.plus(Duration.ofDays(5));
    assertThat(schedule.next(ACCEPTED, 50, end, random)).isEmpty();
  }

  /// RFC 5321 §4.5.4.1: give up after 4-5 days, not before.
  @Test
  void fiveDaysOfDeferralsAreTriedAFewTimesAnHourAtMost() {
    var now = ACCEPTED;
    var tries = 0;
    for (var next = schedule.next(ACCEPTED, 1, now, random);
        next.isPresent();
        next = schedule.next(ACCEPTED, tries + 1, now, random)) {
      now = next.get();
      tries++;
    }
    assertThat(now).isEqualTo(ACCEPTED.plus(Duration.ofDays(5)));
    assertThat(tries).isBetween(100, 130);
  }
}
