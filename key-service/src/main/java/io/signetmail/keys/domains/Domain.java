package io.signetmail.keys.domains;

import java.time.Instant;
import java.util.Optional;

/// A provisioned domain.
///
/// @param removedAt when it was removed; until the grace period is over it can come back
public record Domain(
    MailDomain name, Instant createdAt, DomainSettings settings, Optional<Instant> removedAt) {
  /// A new domain.
  public Domain(MailDomain name, Instant createdAt) {
    this(name, createdAt, DomainSettings.DEFAULT, Optional.empty());
  }

  public boolean isRemoved() {
    return removedAt.isPresent();
  }

  Domain with(DomainSettings changed) {
    return new Domain(name, createdAt, changed, removedAt);
  }

  Domain removed(Instant at) {
    return new Domain(name, createdAt, settings, Optional.of(at));
  }

  Domain restored() {
    return new Domain(name, createdAt, settings, Optional.empty());
  }
}
