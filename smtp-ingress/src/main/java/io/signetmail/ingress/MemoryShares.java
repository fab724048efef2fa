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

  /// The part of {@link #messages} that is for our own users: whatever the world sends to MX, they
  /// can submit.
  static long submission(long messages) {
    return messages / 4;
  }

  /// The part that is for the milter listener, where it is on.
  static long milter(long messages) {
    return messages / 4;
  }

  /// What one client network may hold of either part.
  static long network(long part) {
    return Math.max(part / 4, 1);
  }

  /// Buffer of each of the two producers. Its content is counted in {@link #messages} too.
  static long kafkaBuffer(long heap) {
    return Math.clamp(heap / 8, LEAST_BUFFER, MOST_BUFFER);
  }
}
