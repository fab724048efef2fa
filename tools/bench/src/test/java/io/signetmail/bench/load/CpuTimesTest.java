package io.signetmail.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTimesTest {
  private static final Map<String, Long> SELF = Map.of("self", ProcessHandle.current().pid());
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// Loops until it has used some processor time, in a child of the shell that ends before it.
  private static final List<String> BURN =
      List.of("/bin/sh", "-c", "(i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done); true");

  @TempDir private Path folder;

  @BeforeEach
  void onlyWhereThereIsProc() {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/stat")));
  }

  @Test
  void whatAnEndedGrandchildUsedStaysInTheTree() throws Exception {
    var before = CpuTimes.now(SELF);
    double ended = CpuTimes.endedChildren();
    Running.run(BURN, Map.of(), folder.resolve("log"), LIMIT);
    var used = CpuTimes.now(SELF).millisEach(before, 1);
    assertThat(CpuTimes.endedChildren()).isGreaterThan(ended);
    assertThat(used.getOrDefault("self", 0.0))
        .isGreaterThanOrEqualTo((CpuTimes.endedChildren() - ended) * 999);
  }

  @Test
  void compilersArePartOfTheirProcess() throws Exception {
    double all = CpuTimes.now(SELF).seconds().getOrDefault("self", 0.0);
    assertThat(CpuTimes.compilers(SELF.values())).isPositive().isLessThanOrEqualTo(all + 1);
  }

  @Test
  void aProcessThatIsGoneIsSaid() throws Exception {
    long gone;
    try (var running =
        Running.start(List.of("/bin/sleep", "60"), Map.of(), folder.resolve("log"))) {
      gone = running.pid();
    }
    assertThat(ProcessHandle.of(gone)).isEmpty();
    assertThatIOException().isThrownBy(() -> CpuTimes.alone(gone)).withMessageContaining("gone");
  }
}
