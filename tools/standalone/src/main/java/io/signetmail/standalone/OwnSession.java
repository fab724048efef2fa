package io.signetmail.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs a command in a session of its own where the system has `setsid` (Linux does, macOS does
/// not).
final class OwnSession {
  private static final Optional<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid")).stream()
          .filter(Files::isExecutable)
          .findFirst();

  private OwnSession() {}

  /// The process id stays the one of the command: setsid replaces itself by it.
  static List<String> wrap(List<String> command) {
    if (SETSID.isEmpty()) {
      return command;
    }
    var wrapped = new ArrayList<String>();
    wrapped.add(SETSID.get().toString());
    wrapped.addAll(command);
    return wrapped;
  }
}
