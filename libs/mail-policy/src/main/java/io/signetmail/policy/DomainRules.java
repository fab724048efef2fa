package io.signetmail.policy;

import io.signetmail.auth.policy.PolicyMode;

/// The rules of one recipient domain that are not about trust.
public record DomainRules(PolicyMode mode, boolean refuseBadFrom, boolean deferUnknownPolicy) {
  /// Enforce; refuse a bad From; defer while the published policy is unknown.
  public static final DomainRules DEFAULT = new DomainRules(PolicyMode.ENFORCE, true, true);
}
