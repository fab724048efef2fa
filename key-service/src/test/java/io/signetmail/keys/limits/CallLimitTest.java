package io.signetmail.keys.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallLimitTest {
  private final AtomicLong now = new AtomicLong(5);
  private final CallLimit limit = new CallLimit(10, now::get);

  private long allowed(String caller, int tries) {
    return IntStream.range(0, tries).filter(_ -> limit.take(caller).isZero()).count();
  }

  @Test
  void twiceTheRateInOneGoThenTheRate() {
    assertThat(allowed("a", 50)).isEqualTo(20);
    assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(100));
    now.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(allowed("a", 50)).isEqualTo(5);
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(allowed("a", 50)).isEqualTo(20);
  }

  @Test
  void callersDoNotDisturbEachOther() {
    assertThat(allowed("a", 50)).isEqualTo(20);
    assertThat(allowed("b", 50)).isEqualTo(20);
  }

  @Test
  void aCallerIsToldWholeSeconds() {
    assertThat(new TooManyCalls(Duration.ofMillis(1)).retryAfterSeconds()).isEqualTo(1);
    assertThat(new TooManyCalls(Duration.ofMillis(1001)).retryAfterSeconds()).isEqualTo(2);
  }
}
