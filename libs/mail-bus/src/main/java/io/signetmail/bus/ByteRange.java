package io.signetmail.bus;

/// Octets `[start, end)` of a message.
public record ByteRange(int start, int end) {
  public ByteRange {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no such range: " + start + " to " + end);
    }
  }

  public int length() {
    return end - start;
  }
}
