package io.signetmail.keys.idempotency;

import io.signetmail.keys.vault.Sealed;
import java.time.Instant;
import java.util.Optional;

/// One call with an Idempotency-Key.
///
/// @param requestHash SHA-256 of method, address and body
/// @param outcome empty while the call is worked on
public record KeptAnswer(Id id, String requestHash, Optional<Outcome> outcome, Instant createdAt) {

  /// @param caller id of the token; two callers may choose the same key
  public record Id(String caller, String key) {}

  /// @param body sealed, because it may hold a new token
  public record Outcome(int status, Sealed body) {}
}
