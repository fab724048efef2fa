package io.signetmail.smtp;

import java.util.ArrayDeque;
import java.util.Deque;

/// The octets of a received message in pieces, until {@link #assemble} makes one array of them.
public final class MessageContent {
  private static final int FIRST_PIECE = 8 * 1024;
  private static final int LARGEST_PIECE = 256 * 1024;

  private final Deque<byte[]> full = new ArrayDeque<>();
  private byte[] piece = new byte[0];
  private int used;
  private long length;
  private boolean eightBit;

  MessageContent() {}

  /// Octets so far.
  public long length() {
    return length;
  }

  /// True when an octet above 127 came.
  public boolean eightBit() {
    return eightBit;
  }

  /// True when the first octet would make its line the continuation of a header field put in front
  /// (RFC 5322 §2.2.3).
  public boolean beginsWithWhitespace() {
    if (length == 0) {
      return false;
    }
    var first = full.isEmpty() ? piece : full.getFirst();
    return first[0] == ' ' || first[0] == '\t';
  }

  /// One array of `prefix` and the content; the pieces are given back while it is filled, so this
  /// works once.
  public byte[] assemble(byte[] prefix) {
    var whole = new byte[Math.toIntExact(prefix.length + length)];
    System.arraycopy(prefix, 0, whole, 0, prefix.length);
    int at = prefix.length;
    for (var next = full.pollFirst(); next != null; next = full.pollFirst()) {
      System.arraycopy(next, 0, whole, at, next.length);
      at += next.length;
    }
    System.arraycopy(piece, 0, whole, at, used);
    piece = new byte[0];
    used = 0;
    length = 0;
    return whole;
  }

  void markEightBit() {
    eightBit = true;
  }

  /// Appends; false when the allowance said no, and then nothing more can be appended.
  boolean append(byte[] source, int from, int to, Allowance allowance) {
    int at = from;
    while (at < to) {
      if (used == piece.length && !nextPiece(allowance)) {
        return false;
      }
      int count = Math.min(to - at, piece.length - used);
      System.arraycopy(source, at, piece, used, count);
      used += count;
      at += count;
    }
    length += to - from;
    return true;
  }

  private boolean nextPiece(Allowance allowance) {
    int size = piece.length == 0 ? FIRST_PIECE : Math.min(piece.length * 2, LARGEST_PIECE);
    if (!allowance.grow(size)) {
      return false;
    }
    if (piece.length > 0) {
      full.addLast(piece);
    }
    piece = new byte[size];
    used = 0;
    return true;
  }
}
