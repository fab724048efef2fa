package io.signetmail.auth.dkim;

import java.util.Arrays;

/// A growing array of canonical header bytes, reused from one signature to the next.
///
/// One thread at a time. Never larger than the header section it is fed from.
public final class CanonicalBytes {
  private byte[] bytes = new byte[2048];
  private int length;

  public void clear() {
    length = 0;
  }

  public int length() {
    return length;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /// The array itself, of which the first {@link #length} bytes count.
  byte[] array() {
    return bytes;
  }

  /// Forgets everything after the first `newLength` bytes.
  public void truncate(int newLength) {
    length = Math.min(length, newLength);
  }

  void append(byte[] source, int from, int to) {
    var count = to - from;
    reserve(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  void append(byte b) {
    reserve(1);
    bytes[length++] = b;
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }

  void appendCrlf() {
    append((byte) '\r');
    append((byte) '\n');
  }
}
