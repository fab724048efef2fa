package io.signetmail.bench.consume;

/// Ways in which verifiers could consume.
public enum Mode {
  /// Share group, acknowledged when taken in hand: what auth-verifier does.
  SHARE,
  /// Classic consumer group, session timeout 6 s, committed when taken in hand.
  CLASSIC,
  /// KIP-848 consumer group, the broker's session timeout of 45 s, committed when taken in hand.
  CONSUMER
}
