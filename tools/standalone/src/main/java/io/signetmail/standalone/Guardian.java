package io.signetmail.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A small shell process that ends the children when this process is gone without having done so,
/// `kill -9` included.
///
/// It waits for the end of a pipe only this process holds.
final class Guardian implements AutoCloseable {
  private final Process process;

  private Guardian(Process process) {
    this.process = process;
  }

  static Guardian watch(Path childrenFile, Path runDirectory) throws IOException {
    var script = runDirectory.resolve("guardian.sh");
    try (var resource = Guardian.class.getResourceAsStream("guardian.sh")) {
      if (resource == null) {
        throw new IOException("guardian.sh is missing from the jar");
      }
      Files.write(script, resource.readAllBytes());
    }
    var command = List.of("/bin/sh", script.toString(), childrenFile.toString());
    return new Guardian(
        new ProcessBuilder(OwnSession.wrap(command))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  long pid() {
    return process.pid();
  }

  /// Lets it go; with no children written down it has nothing to do.
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
  }
}
