package io.signetmail.auth.arc;

import io.signetmail.auth.dkim.SigningProblem;

/// What a sealer did.
public sealed interface SealResult {

  /// `headerFields`: the three fields of set `instance` with CRLF, to put before the message.
  record Sealed(String headerFields, int instance) implements SealResult {}

  /// Nothing to add: the chain ended before, or is full (RFC 8617 §5.1).
  record Unchanged(String reason) implements SealResult {}

  /// The message must not be signed as it is.
  record Refused(SigningProblem problem) implements SealResult {}
}
