package io.signetmail.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One process this system started, with its log file.
final class ChildProcess {
  private final String name;
  private final Process process;
  private final Path log;
  private volatile boolean stopping;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /// What to run: an own session keeps a Ctrl-C at the terminal from reaching the child before its
  /// turn to stop.
  record Launch(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Path log) {
    Launch {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
      return name; // The environment may hold secrets.
    }
  }

  static ChildProcess start(Launch launch) throws IOException {
    Files.createDirectories(launch.directory());
    keepPrevious(launch.log());
    var builder =
        new ProcessBuilder(OwnSession.wrap(launch.command()))
            .directory(launch.directory().toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(launch.log().toFile());
    builder.environment().putAll(launch.environment());
    return new ChildProcess(launch.name(), builder.start(), launch.log());
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean isStopping() {
    return stopping;
  }

  /// Calls `reaction` with the exit code when the process ends without having been asked to.
  void onDeath(java.util.function.IntConsumer reaction) {
    var _ =
        process
            .onExit()
            .thenAccept(ended -> {
              if (!stopping) {
                reaction.accept(ended.exitValue());
              }
            });
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  void askToStop() {
    stopping = true;
    process.destroy();
  }

  /// Waits for the end; past `limit` the process is killed.
  boolean awaitEnd(Duration limit) throws InterruptedException {
    if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return true;
    }
    process.destroyForcibly().waitFor();
    return false;
  }

  Path log() {
    return log;
  }

  /// As the control endpoint tells it.
  Map<String, Object> state() {
    return Map.of("state", isAlive() ? "running" : "stopped", "pid", pid(), "log", log.toString());
  }

  /// The last `count` lines of the log.
  List<String> lastLines(int count) {
    try {
      var all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - count), all.size());
    } catch (IOException e) {
      return List.of("(no log: " + e.getMessage() + ")");
    }
  }

  private static void keepPrevious(Path log) throws IOException {
    if (Files.exists(log)) {
      Files.move(
          log,
          log.resolveSibling(log.getFileName() + ".1"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
