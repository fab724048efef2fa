package io.signetmail.policy;

import io.signetmail.auth.dns.DomainName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// For whom, and until when, an entry counts.
///
/// @param recipients recipient domains; empty: all
/// @param until the first moment it counts no more
public record Scope(Set<DomainName> recipients, Optional<Instant> until) {
  /// Everybody, for ever.
  public static final Scope ALL = new Scope(Set.of(), Optional.empty());

  public Scope {
    recipients = Set.copyOf(recipients);
  }

  boolean holds(DomainName recipient, Instant at) {
    return (recipients.isEmpty() || recipients.contains(recipient))
        && until.map(at::isBefore).orElse(true);
  }
}
