package io.signetmail.bench.consume;

/// Ways in which verifiers could consume.
public enum Mode {
  /// Share group, acknowledged when taken in hand, the broker's session timeout of 45 s.
  SHARE,
  /// Classic consumer group, session timeout 6 s, done with when taken in hand: what auth-verifier
  /// does.
  CLASSIC,
  /// KIP-848 consumer group, the session timeout of the bench's broker, 10 s.
  CONSUMER
}
