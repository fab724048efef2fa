package io.signetmail.verifier;

import io.signetmail.auth.Authentication;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dmarc.DmarcEvaluation;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.policy.PolicyOverride;
import io.signetmail.bus.AuthFacts;
import java.util.Optional;

/// Says what the library found in the words of the contract.
final class Facts {
  private Facts() {}

  static AuthFacts of(
      Authentication found, PolicyDesk.Verdict verdict, Optional<AuthFacts.Rfc7489> rfc7489) {
    var evaluation = found.dmarc().details();
    return new AuthFacts(
        found.spf().keyword(),
        found.spf().identity().domain().map(Object::toString).orElse(null),
        found.dkim().stream().map(Facts::signature).toList(),
        found.arc().keyword(),
        found.dmarc().keyword(),
        found.author() instanceof AuthorDomain.Single(_, var domain) ? domain.toString() : null,
        evaluation.map(e -> e.policy().domain().toString()).orElse(null),
        evaluation.map(e -> e.policy().requested().keyword()).orElse(null),
        evaluation.map(DmarcEvaluation::isSpfAligned).orElse(false),
        evaluation.map(DmarcEvaluation::isDkimAligned).orElse(false),
        verdict.decision().deviations().stream().map(PolicyOverride::toString).toList(),
        rfc7489.orElse(null),
        verdict.facts());
  }

  private static AuthFacts.Signature signature(DkimResult result) {
    return new AuthFacts.Signature(
        result.domain().map(Object::toString).orElse(""),
        result.selector().map(Object::toString).orElse(""),
        result.keyword());
  }
}
