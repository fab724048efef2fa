package io.signetmail.auth.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files below `conformance.dir`.
final class Corpus {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Corpus() {}

  /// The file, or the end of the test as skipped when there is no such directory here.
  static Path file(String name) {
    var directory = System.getProperty("conformance.dir", "");
    assumeTrue(
        !directory.isBlank(),
        "no public vectors here: set -Dconformance.dir to a checkout of them");
    var file = Path.of(directory).resolve(name);
    assumeTrue(Files.exists(file), () -> "no " + name + " in conformance.dir");
    return file;
  }

  static JsonNode json(String name) {
    try {
      return JSON.readTree(Files.readAllBytes(file(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every bare LF becomes CRLF; CRLF stays.
  static byte[] crlf(byte[] message) {
    var out = new ByteArrayOutputStream(message.length + message.length / 40 + 16);
    for (var i = 0; i < message.length; i++) {
      if (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) {
        out.write('\r');
      }
      out.write(message[i]);
    }
    return out.toByteArray();
  }
}
