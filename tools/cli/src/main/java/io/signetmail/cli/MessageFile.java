package io.signetmail.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A message from a file or standard input, with the line ends mail has on the wire.
final class MessageFile {
  private MessageFile() {}

  /// The bytes of `file`, `-` for standard input. A file without any CRLF was stored with LF, and
  /// gets its CRs back.
  static byte[] read(Path file) throws IOException {
    var bytes = file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
    return hasCrLf(bytes) ? bytes : withCrLf(bytes);
  }

  private static boolean hasCrLf(byte[] bytes) {
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r') {
        return true;
      }
    }
    return false;
  }

  private static byte[] withCrLf(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length + bytes.length / 40);
    for (byte b : bytes) {
      if (b == '\n') {
        out.write('\r');
      }
      out.write(b);
    }
    return out.toByteArray();
  }
}
