package io.signetmail.bench.peer;

import io.signetmail.bench.load.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Installs what a peer needs, when this program runs as root on Debian.
final class DebianPackages {
  private static final Path APT = Path.of("/usr/bin/apt-get");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private DebianPackages() {}

  /// @param programs package name to a program of that package
  /// @throws IOException when one is missing and cannot be installed
  static void require(Map<String, Path> programs, Path log)
      throws IOException, InterruptedException {
    var missing =
        programs.entrySet().stream()
            .filter(e -> !Files.isExecutable(e.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    if (!Files.isExecutable(APT) || !System.getProperty("user.name").equals("root")) {
      throw new IOException(
          "not installed: " + String.join(", ", missing) + "; run as root on Debian to install");
    }
    var command = new ArrayList<String>(List.of(APT.toString(), "install", "-y"));
    command.add("--no-install-recommends");
    command.addAll(missing);
    // RUNLEVEL=1 keeps their packages from starting them: we start our own instances.
    Running.run(command, Map.of("DEBIAN_FRONTEND", "noninteractive", "RUNLEVEL", "1"), log, LIMIT);
  }
}
