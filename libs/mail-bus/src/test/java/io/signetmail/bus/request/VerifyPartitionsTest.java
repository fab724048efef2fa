package io.signetmail.bus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerifyPartitionsTest {
  private static final int COUNT = 4;
  private static final int DEAD = 2;

  private final VerifyPartitions partitions = new VerifyPartitions();
  private long now = 1_000_000;

  private void pass(int millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  private VerifyPartitions.Choice ask() {
    return partitions.next(COUNT, now);
  }

  /// Every partition but the dead one answers at once.
  private VerifyPartitions.Choice askAndAnswer() {
    var choice = ask();
    if (choice.partition() != DEAD) {
      partitions.answered(choice.partition());
    }
    return choice;
  }

  @Test
  void partitionsThatAnswerGetEqualShares() {
    var shares = new TreeMap<Integer, Integer>();
    for (int i = 0; i < 400; i++) {
      pass(10);
      var choice = ask();
      partitions.answered(choice.partition());
      shares.merge(choice.partition(), 1, Integer::sum);
      assertThat(choice.probe()).isEmpty();
    }
    assertThat(shares).containsOnlyKeys(0, 1, 2, 3);
    assertThat(shares.values()).allMatch(share -> share == 100);
  }

  @Test
  void aPartitionThatOwesAnAnswerForASecondIsPassedOver() {
    for (int i = 0; i < COUNT; i++) {
      var _ = askAndAnswer();
    }
    assertThat(partitions.isSilent(DEAD, now)).isFalse();
    pass(1_001);
    assertThat(partitions.isSilent(DEAD, now)).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(askAndAnswer().partition()).isNotEqualTo(DEAD);
    }
  }

  @Test
  void aSilentPartitionGetsACopyTwiceASecond() {
    for (int i = 0; i < COUNT; i++) {
      var _ = askAndAnswer();
    }
    pass(1_001);
    int copies = 0;
    for (int i = 0; i < 1_000; i++) {
      var choice = askAndAnswer();
      copies += choice.probe().equals(OptionalInt.of(DEAD)) ? 1 : 0;
      pass(10);
    }
    assertThat(copies).isBetween(15, 20);
  }

  @Test
  void anAnswerBringsItBack() {
    for (int i = 0; i < COUNT; i++) {
      var _ = askAndAnswer();
    }
    pass(1_001);
    partitions.answered(DEAD);
    var used = new HashSet<Integer>();
    for (int i = 0; i < COUNT; i++) {
      var _ = used.add(askAndAnswer().partition());
    }
    assertThat(used).contains(DEAD);
  }

  @Test
  void whenAllAreSilentTheyTakeTurns() {
    var _ = IntStream.range(0, COUNT).mapToObj(_ -> ask()).toList();
    pass(5_000);
    var used = IntStream.range(0, COUNT).mapToObj(_ -> ask().partition()).toList();
    assertThat(used).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void moreOrFewerPartitionsStartAfresh() {
    var _ = IntStream.range(0, COUNT).mapToObj(_ -> ask()).toList();
    pass(5_000);
    assertThat(partitions.next(6, now).partition()).isBetween(0, 5);
    assertThat(partitions.isSilent(0, now)).isFalse();
    partitions.answered(99);
    assertThat(partitions.next(1, now).partition()).isZero();
  }
}
