package io.signetmail.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// A directory that lives as long as a measurement.
///
/// @param path where it is
public record TemporaryFolder(Path path) implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  /// On the disk.
  public static TemporaryFolder create() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("signet-bench-"));
  }

  /// In memory, where the system has a place for that; else on the disk.
  public static TemporaryFolder inMemory() throws IOException {
    return Files.isWritable(MEMORY)
        ? new TemporaryFolder(Files.createTempDirectory(MEMORY, "signet-bench-"))
        : create();
  }

  /// Deletes it and all that is in it.
  @Override
  public void close() {
    try (var tree = Files.walk(path)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (var each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }
}
