package io.signetmail.policy;

import io.signetmail.auth.policy.Decision;

/// A decision, and by which policy.
///
/// @param mixed the recipients were under different policies; the strictest one decided
public record Ruling(Decision decision, String policyId, boolean mixed) {

  /// The word of the contract: `accept`, `quarantine`, `defer`, `refuse`.
  public String action() {
    return switch (decision) {
      case Decision.Accept _ -> "accept";
      case Decision.Quarantine _ -> "quarantine";
      case Decision.Defer _ -> "defer";
      case Decision.Refuse _ -> "refuse";
    };
  }

  /// Refusing is the most that can be done.
  int severity() {
    return switch (decision) {
      case Decision.Accept _ -> 0;
      case Decision.Quarantine _ -> 1;
      case Decision.Defer _ -> 2;
      case Decision.Refuse _ -> 3;
    };
  }
}
