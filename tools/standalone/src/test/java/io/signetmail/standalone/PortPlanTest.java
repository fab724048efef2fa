package io.signetmail.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.testkit.Ports;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortPlanTest {
  @TempDir private Path directory;

  @Test
  void portOfTheLastRunIsUsedWhileItIsFree() throws Exception {
    int mx = Ports.free(1).getFirst();
    Files.writeString(file(), "mx=" + mx + "\n");
    assertThat(PortPlan.choose(Map.of(), file()).of(Port.MX)).isEqualTo(mx);
    try (var _ = new ServerSocket(mx, 1, Ports.LOOPBACK)) {
      assertThat(PortPlan.choose(Map.of(), file()).of(Port.MX)).isNotEqualTo(mx);
    }
  }

  @Test
  void givenPortInUseIsRefusedByName() throws Exception {
    try (var taken = new ServerSocket(0, 1, Ports.LOOPBACK)) {
      assertThatThrownBy(() -> PortPlan.choose(Map.of(Port.SINK, taken.getLocalPort()), file()))
          .isInstanceOf(StartFailed.class)
          .hasMessageContaining("sink")
          .hasMessageContaining("in use");
    }
  }

  @Test
  void whatRunsElsewhereIsLookedForThere() {
    var plan = PortPlan.at(Map.of(Port.KEYS, "key-service:80"));
    assertThat(plan.url(Port.KEYS)).isEqualTo("http://key-service:80");
    assertThat(plan.address(Port.MX)).isEqualTo("127.0.0.1:" + Port.MX.preferred());
    assertThatThrownBy(() -> PortPlan.at(Map.of(Port.KEYS, "key-service")))
        .hasMessageContaining("host:port");
  }

  @Test
  void everyPortIsDifferent() throws Exception {
    int same = Ports.free(1).getFirst();
    Files.writeString(file(), "mx=%1$d%nsink=%1$d%n".formatted(same));
    var plan = PortPlan.choose(Map.of(), file());
    assertThat(plan.numbers().values()).doesNotHaveDuplicates().hasSize(Port.values().length);
  }

  private Path file() {
    return directory.resolve("ports.properties");
  }
}
