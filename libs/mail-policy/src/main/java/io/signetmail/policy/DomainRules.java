package io.signetmail.policy;

import io.signetmail.auth.policy.PolicyMode;
import java.util.Optional;

/// The rules of one recipient domain that are not about trust.
///
/// @param quarantineDetail the detail (RFC 5233) of the address that quarantined mail goes to, such
///   as `Junk` for `user+Junk`; empty: only the header field tells
public record DomainRules(
    PolicyMode mode,
    boolean refuseBadFrom,
    boolean deferUnknownPolicy,
    Optional<String> quarantineDetail) {
  /// Enforce; refuse a bad From; defer while the published policy is unknown.
  public static final DomainRules DEFAULT = new DomainRules(PolicyMode.ENFORCE, true, true);

  /// Quarantined mail goes where other mail goes.
  public DomainRules(PolicyMode mode, boolean refuseBadFrom, boolean deferUnknownPolicy) {
    this(mode, refuseBadFrom, deferUnknownPolicy, Optional.empty());
  }
}
