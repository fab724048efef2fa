package io.signetmail.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A process this program started, with its output in a file. It and what it started are ended by
/// their ids.
public final class Running implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int LINES_SHOWN = 15;

  private final Process process;
  private final Path log;

  private Running(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  public static Running start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new Running(builder.start(), log);
  }

  /// Runs a command to its end.
  ///
  /// @throws IOException with the end of its output when it fails or takes longer than `limit`
  public static void run(
      List<String> command, Map<String, String> environment, Path log, Duration limit)
      throws IOException, InterruptedException {
    try (var running = start(command, environment, log)) {
      if (!running.process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("not within %s: %s%n%s".formatted(limit, command, running.ending()));
      }
      if (running.process.exitValue() != 0) {
        throw new IOException(
            "exit status %d: %s%n%s"
                .formatted(running.process.exitValue(), command, running.ending()));
      }
    }
  }

  public long pid() {
    return process.pid();
  }

  /// Waits until `ready`, or fails with the end of the output.
  public void await(Duration limit, BooleanSupplier ready)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException(
            (process.isAlive() ? "not ready within " + limit : "ended early") + ":\n" + ending());
      }
      Thread.sleep(100);
    }
  }

  /// The last lines of its output.
  public String ending() {
    try {
      var lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    var tree = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    tree.forEach(ProcessHandle::destroyForcibly);
  }
}
