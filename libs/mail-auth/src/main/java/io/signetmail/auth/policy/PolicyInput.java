package io.signetmail.auth.policy;

import io.signetmail.auth.Authentication;
import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.spf.SpfResult;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything about a message that a local policy may look at. A record of these decides the same
/// today and when it is replayed under another policy.
///
/// - `author`: the author domain, when there is exactly one; else `fromProblem` says what is wrong.
/// - `names`: what the client is called, looked up only for a message that may be refused.
/// - `chain`: the ARC chain, when it verifies.
/// - `authenticated`: domains that pass DKIM, then the one that passes SPF.
public record PolicyInput(
    Optional<DomainName> author,
    String fromProblem,
    DmarcFinding dmarc,
    InetAddress client,
    ClientNames names,
    Optional<Chain> chain,
    List<DomainName> authenticated) {

  public PolicyInput {
    authenticated = List.copyOf(authenticated);
  }

  /// - `sealer`: domain of the newest seal.
  /// - `sawPass`: that sealer recorded that DMARC passed when it got the message.
  /// - `text`: the chain as a report shows it (RFC 8617 §7.2.2).
  public record Chain(DomainName sealer, boolean sawPass, String text) {}

  /// @param sample from 0 to 99, for RFC 7489 `pct`
  public static PolicyInput of(Authentication found, ClientNames names, int sample) {
    return new PolicyInput(
        found.author() instanceof AuthorDomain.Single(_, var domain)
            ? Optional.of(domain)
            : Optional.empty(),
        found.author().problem(),
        DmarcFinding.of(found.dmarc(), sample),
        found.client().ip(),
        names,
        found.arc().passed().map(PolicyInput::chain),
        authenticated(found));
  }

  private static List<DomainName> authenticated(Authentication found) {
    var domains = new ArrayList<DomainName>();
    for (var signature : found.dkim()) {
      if (signature instanceof DkimResult.Pass) {
        signature.domain().ifPresent(domains::add);
      }
    }
    if (found.spf() instanceof SpfResult.Pass(var identity, _)) {
      identity.domain().ifPresent(domains::add);
    }
    return domains.stream().distinct().toList();
  }

  private static Chain chain(ArcResult.Pass chain) {
    var newest = chain.newest();
    return new Chain(newest.sealer(), newest.recorded("dmarc", "pass"), describe(chain));
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
        .map(PolicyInput::remoteIp)
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
}
