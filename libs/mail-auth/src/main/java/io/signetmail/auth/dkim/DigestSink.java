package io.signetmail.auth.dkim;

import java.security.MessageDigest;

/// Feeds a digest; small pieces are gathered first, because every call into a provider costs more
/// than hashing a few bytes.
final class DigestSink implements ByteSink {
  private static final int GATHERED = 4096;
  private static final int SMALL = 512;

  private final MessageDigest digest;
  private final long limit;
  private final byte[] gathered = new byte[GATHERED];
  private int pending;
  private long offered;
  private long accepted;

  DigestSink(MessageDigest digest, long limit) {
    this.digest = digest;
    this.limit = limit;
  }

  @Override
  public void write(byte[] source, int from, int to) {
    offered += to - from;
    var count = (int) Math.min(to - from, limit - accepted);
    accepted += count;
    if (count <= SMALL) {
      if (count > GATHERED - pending) {
        flush();
      }
      System.arraycopy(source, from, gathered, pending, count);
      pending += count;
    } else {
      flush();
      digest.update(source, from, count);
    }
  }

  private void flush() {
    if (pending > 0) {
      digest.update(gathered, 0, pending);
      pending = 0;
    }
  }

  byte[] digest() {
    flush();
    return digest.digest();
  }

  /// Bytes that came in, past the limit too.
  long offered() {
    return offered;
  }

  /// Bytes that went into the digest.
  long accepted() {
    return accepted;
  }
}
