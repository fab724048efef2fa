package io.signetmail.ingress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bearer token in a file, read anew each time so that the file can be replaced.
final class TokenFile {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

  private TokenFile() {}

  /// Empty when there is none or it cannot be read.
  static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.US_ASCII).strip())
          .filter(t -> !t.isEmpty());
    } catch (IOException e) {
      LOG.error("token file cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }
}
