package io.signetmail.auth.policy;

import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dmarc.DmarcProblem;
import io.signetmail.auth.dmarc.DmarcResult;

/// What DMARC found, as far as a local policy cares.
public sealed interface DmarcFinding {

  /// Nothing to act on: pass, no policy, or no single author domain.
  record Settled() implements DmarcFinding {}

  /// DNS did not say. `policyUnknown`: not even whether there is a policy. `decisive`: the answer
  /// could change what is done.
  record Undecided(boolean policyUnknown, boolean decisive, String reason)
      implements DmarcFinding {}

  /// Nothing aligned passed.
  ///
  /// - `requested`: what the domain owner publishes; `effective`: after `t=y`.
  /// - `percent` and `sample`: RFC 7489 `pct`, and the number from 0 to 99 drawn for this message;
  ///   `spared` is asked for when the message is not in the sample.
  record Failed(
      DmarcPolicy requested, DmarcPolicy effective, int percent, int sample, DmarcPolicy spared)
      implements DmarcFinding {}

  /// @param sample from 0 to 99, for `pct`
  static DmarcFinding of(DmarcResult result, int sample) {
    return switch (result) {
      case DmarcResult.Pass _, DmarcResult.None _, DmarcResult.PermError _ -> new Settled();
      case DmarcResult.TempError undecided ->
          new Undecided(
              switch (undecided.problem()) {
                case DmarcProblem.PolicyUnavailable _ -> true;
                case DmarcProblem.ExistenceUnknown _, DmarcProblem.IdentifiersUndecided _ -> false;
              },
              undecided.isDecisionOpen(),
              undecided.problem().describe());
      case DmarcResult.Fail(var evaluation) -> {
        var policy = evaluation.policy();
        yield new Failed(
            policy.requested(), policy.effective(), policy.percent(), sample, policy.sampledOut());
      }
    };
  }
}
