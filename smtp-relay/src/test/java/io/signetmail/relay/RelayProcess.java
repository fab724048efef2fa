package io.signetmail.relay;

import io.signetmail.relay.queue.RetrySchedule;
import io.signetmail.testkit.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A relay in a process of its own, so that a test can kill it.
public final class RelayProcess implements AutoCloseable {
  private final Process process;

  private RelayProcess(Process process) {
    this.process = process;
  }

  static RelayProcess start(String heap, String bootstrap, Database database, int sinkPort) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                RelayProcess.class.getName()));
    command.addAll(
        List.of(
            bootstrap,
            database.jdbcUrl(),
            database.user(),
            database.password(),
            Integer.toString(sinkPort)));
    try {
      return new RelayProcess(new ProcessBuilder(command).inheritIO().start());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// `kill -9`.
  void kill() {
    process.destroyForcibly();
    join();
  }

  private void join() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  /// The process itself: broker, database URL, user, password, port of the next hop.
  public static void main(String[] arguments) throws InterruptedException {
    var database = new Database(arguments[1], "relay", arguments[2], arguments[3]);
    var around =
        RelayWorld.surroundings(
            arguments[0], TestDatabase.pool(database), Integer.parseInt(arguments[4]));
    var retry =
        new RetrySchedule(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofDays(5));
    try (var _ = Relay.start(around, RelayWorld.options(retry))) {
      new CountDownLatch(1).await();
    }
  }
}
