package io.signetmail.ingress;

import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The public messages below `conformance.dir`, as CRLF bytes.
final class Corpus {
  private Corpus() {}

  /// Empty when the corpus is not there.
  static List<Path> files() {
    var folder = System.getProperty("conformance.dir", "");
    var messages = Path.of(folder.isBlank() ? "nowhere" : folder, "mail", "messages");
    if (!Files.isDirectory(messages)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(messages)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The message with every lone LF made CRLF, as a client would that reads a Unix file; lone CRs
  /// stay.
  static byte[] crlf(Path file) {
    try {
      var raw = Files.readAllBytes(file);
      var out = new ByteArrayOutputStream(raw.length + 1000);
      byte previous = 0;
      for (byte b : raw) {
        if (b == '\n' && previous != '\r') {
          out.write('\r');
        }
        out.write(b);
        previous = b;
      }
      if (previous != '\n') {
        out.writeBytes(new byte[] {'\r', '\n'});
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every From domain in the corpus and the one of the plain tests, as JSON strings.
  static String grantedDomains() {
    var found =
        files().stream()
            .flatMap(file ->
                AuthorDomain.of(ParsedMessage.of(crlf(file)))
                        instanceof AuthorDomain.Single(var _, var domain)
                    ? Stream.of(domain.toString())
                    : Stream.<String>empty());
    return Stream.concat(Stream.of("shop.example"), found)
        .distinct()
        .map(d -> '"' + d + '"')
        .collect(Collectors.joining(","));
  }
}
