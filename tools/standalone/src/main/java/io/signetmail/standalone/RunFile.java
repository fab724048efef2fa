package io.signetmail.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What a running system tells others on the same machine: its process and its ports. Holds no
/// secret.
public record RunFile(long pid, boolean ready, PortPlan ports) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path file(DataDirectory data) {
    return data.run().resolve("run.json");
  }

  void write(DataDirectory data) throws IOException {
    var json = JSON.createObjectNode();
    json.put("pid", pid);
    json.put("ready", ready);
    var numbers = json.putObject("ports");
    for (var port : Port.values()) {
      numbers.put(port.label(), ports.of(port));
    }
    var partial = data.run().resolve("run.json.part");
    Files.write(partial, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    Files.move(partial, file(data), StandardCopyOption.ATOMIC_MOVE);
  }

  static void delete(DataDirectory data) throws IOException {
    Files.deleteIfExists(file(data));
  }

  /// What the system that runs on `data` wrote, or the last one that ran there was killed before it
  /// could remove.
  public static Optional<RunFile> read(DataDirectory data) throws IOException {
    if (Files.notExists(file(data))) {
      return Optional.empty();
    }
    var json = JSON.readTree(Files.readAllBytes(file(data)));
    Map<Port, Integer> numbers = new EnumMap<>(Port.class);
    for (var port : Port.values()) {
      numbers.put(port, json.path("ports").path(port.label()).asInt());
    }
    return Optional.of(
        new RunFile(
            json.path("pid").asLong(), json.path("ready").asBoolean(), new PortPlan(numbers)));
  }

  /// As {@link #read}, but only while that process lives.
  public static Optional<RunFile> ofLiving(DataDirectory data) throws IOException {
    return read(data)
        .filter(run -> ProcessHandle.of(run.pid()).map(ProcessHandle::isAlive).orElse(false));
  }
}
