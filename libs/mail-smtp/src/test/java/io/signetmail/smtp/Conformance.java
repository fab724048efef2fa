package io.signetmail.smtp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/// The public SMTP corpora, when `conformance.dir` names a folder that has them.
final class Conformance {
  private Conformance() {}

  static Stream<JsonNode> cases(String file) throws IOException {
    var folder = System.getProperty("conformance.dir", "");
    Assumptions.assumeFalse(folder.isBlank(), "conformance.dir is not set: " + file + " skipped");
    var path = Path.of(folder, "smtp", file);
    Assumptions.assumeTrue(Files.exists(path), path + " is not there");
    var root = new ObjectMapper().readTree(path.toFile());
    return StreamSupport.stream(root.get("cases").spliterator(), false);
  }
}
