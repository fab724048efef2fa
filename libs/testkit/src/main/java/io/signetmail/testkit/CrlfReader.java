package io.signetmail.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads SMTP lines and message data; only CRLF ends a line (RFC 5321 §2.3.8).
final class CrlfReader {
  private static final int MAX_LINE = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[16 * 1024];
  private int next;
  private int end;

  CrlfReader(InputStream in) {
    this.in = in;
  }

  /// The next command line without its CRLF, empty at the end of the connection.
  Optional<String> readLine() throws IOException {
    var line = new ByteArrayOutputStream();
    boolean afterCr = false;
    while (line.size() < MAX_LINE) {
      int b = read();
      if (b < 0) {
        return Optional.empty();
      }
      if (afterCr && b == '\n') {
        var bytes = line.toByteArray();
        return Optional.of(new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8));
      }
      afterCr = b == '\r';
      line.write(b);
    }
    throw new IOException("command line over " + MAX_LINE + " bytes");
  }

  /// Copies message data up to the line with the single dot, with the stuffed dots taken out (RFC
  /// 5321 §4.5.2).
  void readData(OutputStream to) throws IOException {
    boolean lineStart = true;
    boolean afterCr = false;
    while (true) {
      int b = readOrFail();
      if (lineStart && b == '.') {
        b = readOrFail();
        if (b == '\r') {
          b = readOrFail();
          if (b == '\n') {
            return;
          }
          to.write('\r'); // A stuffed dot before a bare CR: the dot goes, the CR stays.
        }
      }
      to.write(b);
      lineStart = afterCr && b == '\n';
      afterCr = b == '\r';
    }
  }

  private int readOrFail() throws IOException {
    int b = read();
    if (b < 0) {
      throw new EOFException("connection ended inside the message");
    }
    return b;
  }

  private int read() throws IOException {
    if (next == end) {
      end = in.read(buffer);
      next = 0;
      if (end <= 0) {
        end = 0;
        return -1;
      }
    }
    return buffer[next++] & 0xFF;
  }
}
