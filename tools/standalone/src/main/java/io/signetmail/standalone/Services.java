package io.signetmail.standalone;

import io.signetmail.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts, watches and stops the service processes.
///
/// A service that dies on its own is named at once, with the end of its log, and stays dead until
/// it is started again. All methods may be called from any thread.
final class Services {
  private static final int LINES_SHOWN = 20;

  private final Options options;
  private final ServiceSettings settings;
  private final Children children;
  private final Progress progress;
  private final Map<Instance, ChildProcess> running = new LinkedHashMap<>();
  private final Map<Instance, Integer> httpPorts = new LinkedHashMap<>();
  private boolean closed;

  Services(Options options, ServiceSettings settings, Children children, Progress progress) {
    this.options = options;
    this.settings = settings;
    this.children = children;
    this.progress = progress;
  }

  /// Fails when an artifact is missing, before anything is started.
  static void requireArtifacts(Options options) throws StartFailed {
    for (var service : Service.values()) {
      var jar = service.artifact(options.home());
      if (Files.notExists(jar)) {
        throw new StartFailed(
            service.label() + " is not built: " + jar + " is missing. \"./signet up\" builds it.");
      }
    }
  }

  synchronized void start(Instance instance) throws IOException {
    var before = running.get(instance);
    if (closed || (before != null && before.isAlive())) {
      return;
    }
    var child =
        ChildProcess.start(
            new ChildProcess.Launch(
                instance.label(),
                command(instance.service()),
                settings.environment(instance, httpPort(instance)),
                options.data().services().resolve(instance.label()),
                options.data().log(instance.label())));
    running.put(instance, child);
    children.add(child);
    child.onDeath(code -> report(child, code));
  }

  /// Where the instance answers: the port of the service, or a free one for a further instance.
  synchronized int httpPort(Instance instance) {
    return instance.isFirst()
        ? settings.httpPort(instance.service())
        : httpPorts.computeIfAbsent(instance, _ -> Ports.free(1).getFirst());
  }

  void stop(Instance instance) throws InterruptedException {
    var child = find(instance);
    if (child != null) {
      child.askToStop();
      child.awaitEnd(Stopping.PATIENCE);
      children.remove(instance.label());
    }
  }

  /// As a crash would: without warning, and reported as one.
  void kill(Instance instance) {
    var child = find(instance);
    if (child != null) {
      child.handle().destroyForcibly();
    }
  }

  /// All processes, which from now on no one starts again.
  synchronized List<ChildProcess> close() {
    closed = true;
    return new ArrayList<>(running.values());
  }

  synchronized Map<String, Map<String, Object>> states() {
    var states = new LinkedHashMap<String, Map<String, Object>>();
    running.forEach((instance, child) -> states.put(instance.label(), child.state()));
    return states;
  }

  synchronized @Nullable ChildProcess find(Instance instance) {
    return running.get(instance);
  }

  private void report(ChildProcess child, int code) {
    children.remove(child.name());
    var text = new StringBuilder();
    text.append(
        "\n%s DIED (exit code %d). The end of %s:%n".formatted(child.name(), code, child.log()));
    child.lastLines(LINES_SHOWN).forEach(line -> text.append("    ").append(line).append('\n'));
    text.append(
        "To start it again: curl -X POST %s/v1/services/%s/start"
            .formatted(settings.controlUrl(), child.name()));
    progress.line(text.toString());
  }

  private List<String> command(Service service) {
    return List.of(
        Java.command(),
        "-Xmx" + options.heap(),
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "--enable-native-access=ALL-UNNAMED",
        "-jar",
        service.artifact(options.home()).toString());
  }
}
