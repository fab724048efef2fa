package io.signetmail.auth.dmarc;

import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Identifier;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.State;
import io.signetmail.auth.dmarc.IdentifierAlignment.Alignment;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DnsDeadline;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.spf.SpfResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides DMARC for a message whose SPF and DKIM results are known (RFC 9989 §5.3, or RFC 7489
/// §6.6.2).
///
/// Holds no state of its own: any number of threads may share one. Blocks while it asks DNS.
public final class DmarcEvaluator {
  private final DnsClient dns;
  private final DmarcSettings settings;
  private final InstantSource clock;

  public DmarcEvaluator(DnsClient dns, DmarcSettings settings, InstantSource clock) {
    this.dns = dns;
    this.settings = settings;
    this.clock = clock;
  }

  public DmarcResult evaluate(
      AuthorDomain author, SpfResult mailFromResult, List<DkimResult> signatures) {
    return switch (author) {
      case AuthorDomain.Single(_, var domain) ->
          evaluate(domain, AuthenticatedIdentifiers.of(mailFromResult, signatures));
      // RFC 9989 §5.3.1: without exactly one domain there is no validation; §11.5: beware of these.
      case AuthorDomain.Missing _,
          AuthorDomain.SeveralFields _,
          AuthorDomain.SeveralDomains _,
          AuthorDomain.EmptyGroup _,
          AuthorDomain.Malformed _ ->
          new DmarcResult.PermError(author.problem());
    };
  }

  public DmarcResult evaluate(DomainName author, AuthenticatedIdentifiers identifiers) {
    var bounded = dns.until(DnsDeadline.after(settings.timeout(), clock));
    var records = new RecordLookup(bounded);
    return switch (new PolicyDiscovery(bounded, records, settings).discover(author)) {
      case Discovery.NoPolicy(var reason) -> new DmarcResult.None(reason);
      case Discovery.Unavailable(var domain, var reason) ->
          new DmarcResult.TempError(
              new DmarcProblem.PolicyUnavailable(domain, reason),
              Optional.empty(),
              exactPass(author, identifiers));
      case Discovery.Found found ->
          decide(align(author, found.policy(), identifiers, domains(records)), found);
    };
  }

  /// The walk from a domain, for people who want to see it.
  public TreeWalk walk(DomainName domain) {
    var bounded = dns.until(DnsDeadline.after(settings.timeout(), clock));
    return TreeWalk.from(domain, new RecordLookup(bounded));
  }

  /// The policy that applies to a domain.
  public Discovery discover(DomainName author) {
    var bounded = dns.until(DnsDeadline.after(settings.timeout(), clock));
    return new PolicyDiscovery(bounded, new RecordLookup(bounded), settings).discover(author);
  }

  private OrganizationalDomains domains(RecordLookup records) {
    return switch (settings.mode()) {
      case RFC9989 -> new OrganizationalDomains.ByTreeWalk(records);
      case RFC7489 -> new OrganizationalDomains.ByPublicSuffixList(settings.publicSuffixes());
    };
  }

  private static boolean exactPass(DomainName author, AuthenticatedIdentifiers identifiers) {
    return identifiers.identifiers().stream()
        .anyMatch(one -> one.state() == State.PASS && one.domain().equals(author));
  }

  private static DmarcEvaluation align(
      DomainName author,
      PublishedPolicy policy,
      AuthenticatedIdentifiers identifiers,
      OrganizationalDomains organizational) {
    var aligner = new Aligner(author, organizational);
    var alignments = new ArrayList<IdentifierAlignment>();
    for (var identifier : identifiers.identifiers()) {
      alignments.add(
          new IdentifierAlignment(identifier, alignment(identifier, policy.record(), aligner)));
    }
    return new DmarcEvaluation(author, policy, alignments);
  }

  private static Alignment alignment(Identifier identifier, DmarcRecord record, Aligner aligner) {
    if (identifier.state() == State.NO_PASS) {
      return Alignment.NOT_ALIGNED; // not an authenticated identifier, so nothing to align
    }
    var mode =
        switch (identifier.method()) {
          case SPF -> record.aspf();
          case DKIM -> record.adkim();
        };
    return aligner.align(identifier.domain(), mode);
  }

  private static DmarcResult decide(DmarcEvaluation evaluation, Discovery.Found found) {
    if (evaluation.identifiers().stream().anyMatch(IdentifierAlignment::passes)) {
      return new DmarcResult.Pass(evaluation);
    }
    var open = evaluation.identifiers().stream().filter(IdentifierAlignment::isOpen).findFirst();
    if (open.isPresent()) {
      return undecided(
          new DmarcProblem.IdentifiersUndecided(open.get().identifier().domain()), evaluation);
    }
    return found
        .existence()
        .map(reason ->
            undecided(
                new DmarcProblem.ExistenceUnknown(evaluation.authorDomain(), reason), evaluation))
        .orElseGet(() -> new DmarcResult.Fail(evaluation));
  }

  private static DmarcResult undecided(DmarcProblem problem, DmarcEvaluation evaluation) {
    return new DmarcResult.TempError(problem, Optional.of(evaluation), false);
  }
}
