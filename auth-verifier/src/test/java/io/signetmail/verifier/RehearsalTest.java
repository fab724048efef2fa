package io.signetmail.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void allMailsOnAMachineThatIsFastEnough() {
    assertThat(new Rehearsal(InstantSource.fixed(NOW), Duration.ofSeconds(3)).run()).isEqualTo(300);
  }

  @Test
  void oneMailAtLeastWhenThereIsNoTime() {
    assertThat(new Rehearsal(InstantSource.fixed(NOW), Duration.ZERO).run()).isEqualTo(1);
  }

  @Test
  void endsAtTheLimit() {
    var asked = new AtomicInteger();
    InstantSource clock = () -> NOW.plusSeconds(asked.getAndIncrement());
    assertThat(new Rehearsal(clock, Duration.ofSeconds(60)).run()).isBetween(2, 60);
  }
}
