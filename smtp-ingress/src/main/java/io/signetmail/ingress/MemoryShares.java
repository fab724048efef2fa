package io.signetmail.ingress;

/// How the heap is divided.
final class MemoryShares {
  private static final long MIB = 1024 * 1024;

  /// A producer must be able to hold one record of the largest size.
  private static final long LEAST_BUFFER = 48 * MIB;

  private static final long MOST_BUFFER = 128 * MIB;

  private MemoryShares() {}

  /// Bytes of messages, Kafka's copies included; the rest is for everything that is not a message.
  static long messages(long heap) {
    return Math.max(heap / 2, 64 * MIB);
  }

  /// Buffer of each of the two producers. Its content is counted in {@link #messages} too.
  static long kafkaBuffer(long heap) {
    return Math.clamp(heap / 8, LEAST_BUFFER, MOST_BUFFER);
  }
}
