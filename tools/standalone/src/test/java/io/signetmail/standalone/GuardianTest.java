package io.signetmail.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardianTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void endsWhatIsWrittenDownOnceItsParentIsGone() throws Exception {
    var data = data();
    var child = new ProcessBuilder("sleep", "600").start();
    var children = new Children(data);
    children.add(new Children.Entry(child.pid(), 0, "TERM", "sleeper"));
    var guardian = Guardian.watch(children.file(), data.run());
    assertThat(child.isAlive()).isTrue();
    guardian.close(); // What the kernel does with the pipe when the parent is killed.
    Await.until(LIMIT, "the child ended", () -> !child.isAlive());
    Await.until(LIMIT, "the list is gone", () -> Files.notExists(children.file()));
  }

  @Test
  void leavesLaterProcessesWithTheSameNumberAlone() throws Exception {
    var data = data();
    var other = new ProcessBuilder("sleep", "600").start();
    try {
      var children = new Children(data);
      children.add(new Children.Entry(other.pid(), 12345, "TERM", "not ours"));
      assertThat(children.leftBehind()).isEmpty();
      children.add(new Children.Entry(other.pid(), 0, "TERM", "ours"));
      assertThat(children.leftBehind()).hasSize(1);
      Children.end(children.leftBehind());
      assertThat(other.waitFor()).isNotZero();
    } finally {
      other.destroyForcibly();
    }
  }

  private DataDirectory data() throws Exception {
    var data = new DataDirectory(directory.resolve("data"));
    assertThat(data.prepare()).isTrue();
    return data;
  }
}
