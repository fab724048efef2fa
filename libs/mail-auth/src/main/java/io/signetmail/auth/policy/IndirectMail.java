package io.signetmail.auth.policy;

import io.signetmail.auth.dns.DomainName;
import java.util.Collection;
import java.util.Optional;

/// Looks for evidence that a message failed because somebody honest passed it on (RFC 9989 §7.4).
final class IndirectMail {
  private final PolicySettings.Trusted trusted;

  IndirectMail(PolicySettings.Trusted trusted) {
    this.trusted = trusted;
  }

  Optional<PolicyOverride> evidence(PolicyInput input) {
    return sealed(input).or(() -> forwarded(input)).or(() -> sentByList(input));
  }

  /// True when evidence may exist that DNS did not let us see.
  boolean mayBeMissing(PolicyInput input) {
    return input.names().open() && !trusted.forwarderNames().isEmpty();
  }

  /// A chain that verifies, sealed last by somebody we trust who saw DMARC pass (RFC 8617 §7.2).
  private Optional<PolicyOverride> sealed(PolicyInput input) {
    return input
        .chain()
        .filter(chain -> trusted.sealers().contains(chain.sealer()))
        .filter(PolicyInput.Chain::sawPass)
        .map(chain -> new PolicyOverride(PolicyOverride.Type.LOCAL_POLICY, chain.text()));
  }

  private Optional<PolicyOverride> forwarded(PolicyInput input) {
    var ip = input.client();
    if (trusted.forwarders().stream().anyMatch(network -> network.contains(ip))) {
      return forwarder(ip.getHostAddress());
    }
    return input.names().confirmed().stream()
        .filter(name -> isOneOf(trusted.forwarderNames(), name))
        .findFirst()
        .flatMap(name -> forwarder(name.toString()));
  }

  private static Optional<PolicyOverride> forwarder(String who) {
    return Optional.of(new PolicyOverride(PolicyOverride.Type.TRUSTED_FORWARDER, who));
  }

  /// A list that is itself: its own domain passes DKIM or SPF here.
  private Optional<PolicyOverride> sentByList(PolicyInput input) {
    return input.authenticated().stream()
        .filter(domain -> isOneOf(trusted.mailingLists(), domain))
        .findFirst()
        .map(domain -> new PolicyOverride(PolicyOverride.Type.MAILING_LIST, domain.toString()));
  }

  private static boolean isOneOf(Collection<DomainName> known, DomainName name) {
    return known.stream().anyMatch(name::isSameOrSubdomainOf);
  }
}
