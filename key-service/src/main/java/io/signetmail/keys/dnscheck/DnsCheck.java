package io.signetmail.keys.dnscheck;

import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.signingkeys.SigningKeys;
import io.signetmail.keys.tokens.Actor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/// Checks a key's record; a key whose record is right starts to sign.
@Singleton
public final class DnsCheck {
  private final SigningKeys keys;
  private final KeyRecordCheck recordCheck;
  private final AuthorityComparison comparison;
  private final SampleMessage sample;

  public DnsCheck(
      SigningKeys keys,
      KeyRecordCheck recordCheck,
      AuthorityComparison comparison,
      SampleMessage sample) {
    this.keys = keys;
    this.recordCheck = recordCheck;
    this.comparison = comparison;
    this.sample = sample;
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
    var findings = comparison.complete(key, recordCheck.check(key));
    var outcome = withSample(new Outcome(key, findings));
    return outcome.isOk() ? new Outcome(keys.seenInDns(actor, id), outcome.findings()) : outcome;
  }

  /// A record that looks right is put to the proof.
  private Outcome withSample(Outcome outcome) {
    if (!outcome.isOk()) {
      return outcome;
    }
    var findings =
        Stream.concat(outcome.findings().stream(), sample.problem(outcome.key()).stream()).toList();
    return new Outcome(outcome.key(), findings);
  }
}
