package io.signetmail.policy;

import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.policy.ClientNames;
import io.signetmail.auth.policy.DmarcFinding;
import io.signetmail.auth.policy.PolicyInput;
import io.signetmail.bus.PolicyFacts;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Between a policy's input and the facts of an event: what goes in comes out the same.
public final class PolicyRecord {
  private PolicyRecord() {}

  /// @param version of the document that decided
  public static PolicyFacts write(PolicyInput input, Ruling ruling, String version) {
    var chain = input.chain();
    return new PolicyFacts(
        version,
        ruling.policyId(),
        ruling.action(),
        input.author().map(DomainName::toString).orElse(null),
        input.fromProblem(),
        finding(input.dmarc()),
        input.client().getHostAddress(),
        input.names().confirmed().stream().map(DomainName::toString).toList(),
        input.names().open(),
        chain
            .map(c -> new PolicyFacts.Chain(c.sealer().toString(), c.sawPass(), c.text()))
            .orElse(null),
        input.authenticated().stream().map(DomainName::toString).toList());
  }

  private static PolicyFacts.Finding finding(DmarcFinding dmarc) {
    return switch (dmarc) {
      case DmarcFinding.Settled _ -> PolicyFacts.Finding.SETTLED;
      case DmarcFinding.Undecided(var policyUnknown, var decisive, var reason) ->
          PolicyFacts.Finding.undecided(policyUnknown, decisive, reason);
      case DmarcFinding.Failed(var requested, var effective, var percent, var sample, var spared) ->
          new PolicyFacts.Finding(
              "failed",
              null,
              null,
              null,
              requested.keyword(),
              effective.keyword(),
              percent,
              sample,
              spared.keyword());
    };
  }

  /// Empty when the facts were not written by this code or a compatible version.
  public static Optional<PolicyInput> read(PolicyFacts facts) {
    try {
      return Optional.of(input(facts));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static PolicyInput input(PolicyFacts facts) {
    return new PolicyInput(
        Optional.ofNullable(facts.author()).map(DomainName::of),
        facts.fromProblem(),
        finding(facts.dmarc()),
        InetAddress.ofLiteral(facts.client()),
        new ClientNames(names(facts.clientNames()), facts.clientNamesOpen()),
        Optional.ofNullable(facts.chain())
            .map(c -> new PolicyInput.Chain(DomainName.of(c.sealer()), c.sawPass(), c.text())),
        names(facts.authenticated()));
  }

  private static List<DomainName> names(List<String> texts) {
    return texts.stream().map(DomainName::of).toList();
  }

  private static DmarcFinding finding(PolicyFacts.Finding finding) {
    return switch (finding.kind()) {
      case "settled" -> new DmarcFinding.Settled();
      case "undecided" ->
          new DmarcFinding.Undecided(
              Boolean.TRUE.equals(finding.policyUnknown()),
              Boolean.TRUE.equals(finding.decisive()),
              finding.reason() == null ? "" : finding.reason());
      case "failed" ->
          new DmarcFinding.Failed(
              policy(finding.requested()),
              policy(finding.effective()),
              finding.percent() == null ? 100 : finding.percent(),
              finding.sample() == null ? 0 : finding.sample(),
              policy(finding.spared()));
      default -> throw new IllegalArgumentException("finding " + finding.kind());
    };
  }

  private static DmarcPolicy policy(@Nullable String keyword) {
    if (keyword == null) {
      throw new IllegalArgumentException("a policy is missing");
    }
    return DmarcPolicy.valueOf(keyword.toUpperCase(Locale.ROOT));
  }
}
