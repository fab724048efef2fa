package io.signetmail.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads command lines, and owns the buffer that message content is read from as well.
///
/// Only CRLF ends a line. A bare LF or CR makes the line an error of its own kind: nothing of it
/// may be executed, which is what keeps a smuggled command from being one. One thread; at most
/// `maxLine` octets plus the buffer are held.
public final class LineReader {
  private static final int BUFFER = 8192;

  /// A line that does not end after so many times its limit is not a mistake any more.
  private static final int MAX_DROPPED_LINES = 64;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;

  /// Reads from `in`, whose deadlines are the caller's business.
  public LineReader(InputStream in) {
    this.in = in;
  }

  /// The next line of at most `maxLine` octets, its CRLF not counted.
  public Line readLine(int maxLine) throws IOException {
    byte[] line = new byte[Math.min(maxLine, 128)];
    long length = 0;
    boolean afterCr = false;
    boolean bareCr = false;
    while (true) {
      int b = read();
      if (b < 0 || length > (long) maxLine * MAX_DROPPED_LINES) {
        return new Line.End();
      }
      if (b == '\n') {
        return end(line, length, afterCr, bareCr, maxLine);
      }
      if (afterCr) {
        bareCr = true;
        length++; // the CR was content after all
      }
      afterCr = b == '\r';
      if (!afterCr) {
        if (length < maxLine) {
          if (length >= line.length) {
            line = Arrays.copyOf(line, Math.min(maxLine, line.length * 4));
          }
          line[(int) length] = (byte) b;
        }
        length++;
      }
    }
  }

  private static Line end(byte[] line, long length, boolean afterCr, boolean bareCr, int maxLine) {
    if (!afterCr) {
      return new Line.BareLf();
    }
    if (bareCr) {
      return new Line.BareCr();
    }
    return length > maxLine ? new Line.TooLong() : new Line.Text(Arrays.copyOf(line, (int) length));
  }

  /// True when the peer sent more than was asked for so far: fatal before TLS (RFC 3207 §4.2),
  /// normal with pipelining.
  public boolean hasBuffered() throws IOException {
    return position < limit || in.available() > 0;
  }

  int read() throws IOException {
    return position == limit && !fill() ? -1 : buffer[position++] & 0xFF;
  }

  /// Makes at least one octet available; false at the end of the stream.
  boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    int count = in.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  int limit() {
    return limit;
  }

  void advanceTo(int newPosition) {
    position = newPosition;
  }
}
