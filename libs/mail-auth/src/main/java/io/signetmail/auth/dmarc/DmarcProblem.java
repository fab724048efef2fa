package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.DomainName;

/// Why DMARC could not be decided now.
public sealed interface DmarcProblem {
  /// Whether `domain` has a DMARC record is not known.
  record PolicyUnavailable(DomainName domain, String reason) implements DmarcProblem {}

  /// Whether the author domain exists is not known, and `np` differs from `sp`.
  record ExistenceUnknown(DomainName domain, String reason) implements DmarcProblem {}

  /// No aligned pass, but an SPF or DKIM check, or an organizational domain, is still open.
  record IdentifiersUndecided(DomainName domain) implements DmarcProblem {}

  /// One line for people.
  default String describe() {
    return switch (this) {
      case PolicyUnavailable(var domain, var reason) -> "DNS for _dmarc." + domain + ": " + reason;
      case ExistenceUnknown(var domain, var reason) -> "DNS for " + domain + ": " + reason;
      case IdentifiersUndecided(var domain) -> "an identifier could not be checked: " + domain;
    };
  }
}
