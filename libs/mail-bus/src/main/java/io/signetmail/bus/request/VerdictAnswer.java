package io.signetmail.bus.request;

import io.signetmail.bus.Verdict;

/// How asking ended.
public sealed interface VerdictAnswer {
  /// A verifier answered in time.
  record Answered(Verdict verdict) implements VerdictAnswer {}

  /// Nobody did: the message is deferred, never let through.
  record NoAnswer(String reason) implements VerdictAnswer {}
}
