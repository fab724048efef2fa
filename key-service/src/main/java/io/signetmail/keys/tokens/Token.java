package io.signetmail.keys.tokens;

import java.time.Instant;
import java.util.Optional;

/// A token as it is kept.
public record Token(
    String id, String name, Role role, Scope scope, Lifetime lifetime, String secretHash) {

  /// Since when, until when, and when it was last seen (to the minute).
  public record Lifetime(
      Instant createdAt, Optional<Instant> expiresAt, Optional<Instant> lastUsedAt) {}

  public boolean isValidAt(Instant now) {
    return lifetime.expiresAt().map(now::isBefore).orElse(true);
  }

  public Actor actor() {
    return new Actor(id, name, role, scope);
  }

  @Override
  public String toString() {
    return "Token[" + id + ", " + name + ", " + role.keyword() + "]";
  }
}
