package io.signetmail.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a verb reads: a file, or standard input for `-`. Never more than its limit.
final class InputFile {
  /// Twice what the edge accepts by default.
  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  private InputFile() {}

  /// A message with the line ends mail has on the wire. A file without any CRLF was stored with LF,
  /// and gets its CRs back.
  static byte[] message(Path file) throws IOException {
    var bytes = read(file, MAX_MESSAGE_BYTES);
    return hasCrLf(bytes) ? bytes : withCrLf(bytes);
  }

  static byte[] read(Path file, int maxBytes) throws IOException {
    byte[] bytes;
    if (file.toString().equals("-")) {
      bytes = System.in.readNBytes(maxBytes + 1);
    } else {
      try (var in = Files.newInputStream(file)) {
        bytes = in.readNBytes(maxBytes + 1);
      }
    }
    if (bytes.length > maxBytes) {
      throw new IOException(file + " is larger than the limit of " + maxBytes + " bytes");
    }
    return bytes;
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
