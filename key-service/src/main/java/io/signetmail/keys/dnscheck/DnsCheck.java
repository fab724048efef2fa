package io.signetmail.keys.dnscheck;

import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.signingkeys.SigningKeys;
import io.signetmail.keys.tokens.Actor;
import jakarta.inject.Singleton;
import java.util.List;

/// Checks a key's record; a key whose record is right starts to sign.
@Singleton
public final class DnsCheck {
  private final SigningKeys keys;
  private final KeyRecordCheck recordCheck;

  public DnsCheck(SigningKeys keys, KeyRecordCheck recordCheck) {
    this.keys = keys;
    this.recordCheck = recordCheck;
  }

  /// @param key as it is after the check
  public record Outcome(SigningKey key, List<Finding> findings) {
    public boolean isOk() {
      return findings.stream().noneMatch(Finding::isError);
    }
  }

  public Outcome check(Actor actor, SigningKey.Id id) {
    // DNS may take seconds, so no transaction is open meanwhile.
    var key = keys.get(actor, id);
    var outcome = new Outcome(key, recordCheck.check(key));
    return outcome.isOk() ? new Outcome(keys.seenInDns(actor, id), outcome.findings()) : outcome;
  }
}
