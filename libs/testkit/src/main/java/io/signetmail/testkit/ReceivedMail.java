package io.signetmail.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One message a {@link MailboxSink} said 250 to.
///
/// @param number 1 for the first one
/// @param mailFrom the address between the angle brackets, empty for the null reverse-path
/// @param mailParameters what followed it, such as `SIZE=1000 BODY=8BITMIME`
public record ReceivedMail(
    long number,
    Instant receivedAt,
    String helo,
    String mailFrom,
    String mailParameters,
    List<String> recipients,
    Content content) {

  /// Where the bytes are.
  public sealed interface Content {
    byte[] read();

    Optional<Path> file();
  }

  public ReceivedMail {
    recipients = List.copyOf(recipients);
  }

  /// The message with CRLF line ends and without dot-stuffing.
  public byte[] message() {
    return content.read();
  }

  /// The message for eyes and assertions, one char per byte.
  public String text() {
    return new String(message(), StandardCharsets.ISO_8859_1);
  }

  /// The header section as {@link #text}.
  public String header() {
    var text = text();
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? text : text.substring(0, end + 2);
  }

  static final class InMemory implements Content {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public byte[] read() {
      return bytes.clone();
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }
  }

  record InFile(Path path) implements Content {
    @Override
    public byte[] read() {
      try {
        return Files.readAllBytes(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<Path> file() {
      return Optional.of(path);
    }
  }
}
