package io.signetmail.auth.policy;

import io.signetmail.auth.Authentication;
import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.spf.SpfResult;
import java.util.Optional;
import java.util.Set;

/// Looks for evidence that a message failed because somebody honest passed it on (RFC 9989 §7.4).
final class IndirectMail {
  private final PolicySettings.Trusted trusted;

  IndirectMail(PolicySettings.Trusted trusted) {
    this.trusted = trusted;
  }

  Optional<PolicyOverride> evidence(Authentication found) {
    return sealed(found).or(() -> forwarded(found)).or(() -> sentByList(found));
  }

  /// A chain that verifies, sealed last by somebody we trust who saw DMARC pass (RFC 8617 §7.2).
  private Optional<PolicyOverride> sealed(Authentication found) {
    return found
        .arc()
        .passed()
        .filter(chain -> trusted.sealers().contains(chain.newest().sealer()))
        .filter(chain -> chain.newest().recorded("dmarc", "pass"))
        .map(chain -> new PolicyOverride(PolicyOverride.Type.LOCAL_POLICY, describe(chain)));
  }

  /// RFC 8617 §7.2.2: the form reports use for an ARC override.
  private static String describe(ArcResult.Pass chain) {
    var text = new StringBuilder("arc=pass");
    for (var hop : chain.hops().reversed()) {
      var number = hop.instance();
      text.append(" as[").append(number).append("].d=").append(hop.sealer());
      text.append(" as[").append(number).append("].s=").append(hop.selector());
    }
    var first = chain.hops().getFirst();
    first.recorded().results().stream()
        .map(IndirectMail::remoteIp)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(ip -> text.append(" remote-ip[1]=").append(ip));
    return text.toString();
  }

  private static Optional<String> remoteIp(MethodResult result) {
    // a sealer's text: nothing but the characters of an address goes on into reports and logs
    return result
        .property("smtp", "remote-ip")
        .filter(ip -> ip.length() <= 45)
        .filter(
            ip -> ip.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':'));
  }

  private Optional<PolicyOverride> forwarded(Authentication found) {
    var ip = found.client().ip();
    return trusted.forwarders().stream().anyMatch(network -> network.contains(ip))
        ? Optional.of(
            new PolicyOverride(PolicyOverride.Type.TRUSTED_FORWARDER, ip.getHostAddress()))
        : Optional.empty();
  }

  /// A list that is itself: its own domain passes DKIM or SPF here.
  private Optional<PolicyOverride> sentByList(Authentication found) {
    for (var signature : found.dkim()) {
      if (signature instanceof DkimResult.Pass
          && signature.domain().filter(this::isList).isPresent()) {
        return list(signature.domain().get());
      }
    }
    if (found.spf() instanceof SpfResult.Pass(var identity, _)
        && identity.domain().filter(this::isList).isPresent()) {
      return list(identity.domain().get());
    }
    return Optional.empty();
  }

  private boolean isList(DomainName domain) {
    Set<DomainName> lists = trusted.mailingLists();
    return lists.contains(domain) || lists.stream().anyMatch(domain::isSubdomainOf);
  }

  private static Optional<PolicyOverride> list(DomainName domain) {
    return Optional.of(new PolicyOverride(PolicyOverride.Type.MAILING_LIST, domain.toString()));
  }
}
