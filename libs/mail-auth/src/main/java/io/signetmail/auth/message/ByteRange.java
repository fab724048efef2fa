package io.signetmail.auth.message;

/// Bytes `start` (inclusive) to `end` (exclusive) of a message.
public record ByteRange(int start, int end) {

  public ByteRange {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a range: " + start + ".." + end);
    }
  }

  public int length() {
    return end - start;
  }
}
