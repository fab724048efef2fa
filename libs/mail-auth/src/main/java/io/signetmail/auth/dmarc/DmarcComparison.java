package io.signetmail.auth.dmarc;

import java.util.Optional;

/// One message under both editions, to see what changing over would change.
public record DmarcComparison(DmarcResult rfc9989, DmarcResult rfc7489) {
  /// The result, or the policy asked for, is not the same.
  public boolean differs() {
    return !rfc9989.keyword().equals(rfc7489.keyword()) || !asked(rfc9989).equals(asked(rfc7489));
  }

  private static Optional<DmarcPolicy> asked(DmarcResult result) {
    return result.details().map(details -> details.policy().effective());
  }
}
