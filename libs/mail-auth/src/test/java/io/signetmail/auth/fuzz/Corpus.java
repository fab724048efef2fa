package io.signetmail.auth.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The kept inputs of a parser, in the order of their names.
final class Corpus {
  /// What one directory may hold: it is replayed by every build.
  static final int MAX_FILES = 300;

  static final long MAX_BYTES = 2L << 20;

  private static final Path ROOT = Path.of("src/test/resources/fuzz");

  private Corpus() {}

  static Path directory(Parser parser) {
    return ROOT.resolve(parser.directory());
  }

  static List<Path> files(Parser parser) {
    try (var all = Files.list(directory(parser))) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<byte[]> inputs(Parser parser) {
    var inputs = new ArrayList<byte[]>();
    for (var file : files(parser)) {
      inputs.add(bytes(file));
    }
    return inputs;
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
