package io.signetmail.standalone;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The Java this program runs with, for its children.
final class Java {
  private Java() {}

  static String command() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// The class path with absolute entries, because children have another working directory.
  static String ownClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> new File(entry).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
