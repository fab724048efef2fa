package io.signetmail.bus.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTiersTest {
  private static final RetryTiers TIERS =
      new RetryTiers(Duration.ofSeconds(30), Duration.ofHours(1));

  @ParameterizedTest(name = "{0} partitions, {1} failures: {2} s")
  @CsvSource({
    "1, 1, 30",
    "1, 9, 30",
    "2, 1, 30",
    "2, 2, 3600",
    "6, 1, 30",
    "6, 2, 99",
    "6, 3, 328",
    "6, 4, 1087",
    "6, 5, 3600",
    "6, 900, 3600",
    "12, 5, 3600",
  })
  void waitsGrowByEqualFactorsFromTheFirstToTheLongest(int partitions, int failures, long seconds) {
    assertThat(TIERS.delay(failures, partitions).toSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest(name = "{0} partitions")
  @CsvSource({"1", "2", "3", "5", "6", "12", "13"})
  void everyPartitionHasOneDelayAndIsUsed(int partitions) {
    var used = new HashSet<Integer>();
    for (int failures = 1; failures <= 6; failures++) {
      for (int spread = -20; spread < 20; spread++) {
        int partition = TIERS.partition(failures, partitions, spread);
        used.add(partition);
        assertThat(partition % Math.min(partitions, 5))
            .as("the tier of the partition is the tier of the record")
            .isEqualTo(Math.min(failures, Math.min(partitions, 5)) - 1);
      }
    }
    assertThat(used).hasSize(partitions).allMatch(p -> p >= 0 && p < partitions);
  }

  @Test
  void aMessageThatWaitsForFiveDaysIsWrittenABoundedNumberOfTimes() {
    var waited = Duration.ZERO;
    int written = 0;
    while (waited.compareTo(Duration.ofDays(5)) < 0) {
      written++;
      waited = waited.plus(TIERS.delay(written, 6));
    }
    assertThat(written).isLessThan(130);
  }
}
