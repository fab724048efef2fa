package io.signetmail.auth.dmarc;

import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Method;
import io.signetmail.auth.dns.DomainName;
import java.util.List;

/// What was found out about a message to which DMARC applies.
public record DmarcEvaluation(
    DomainName authorDomain, PublishedPolicy policy, List<IdentifierAlignment> identifiers) {
  public DmarcEvaluation {
    identifiers = List.copyOf(identifiers);
  }

  /// An aligned SPF pass; `policy_evaluated/spf` of a report (RFC 9990 appendix A).
  public boolean isSpfAligned() {
    return aligned(Method.SPF);
  }

  /// An aligned DKIM pass; `policy_evaluated/dkim` of a report.
  public boolean isDkimAligned() {
    return aligned(Method.DKIM);
  }

  private boolean aligned(Method method) {
    return identifiers.stream()
        .anyMatch(one -> one.identifier().method() == method && one.passes());
  }
}
