package io.signetmail.auth.spf;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsAnswer.Found;
import io.signetmail.auth.dns.DnsAnswer.NoData;
import io.signetmail.auth.dns.DnsAnswer.NoDomain;
import io.signetmail.auth.dns.DnsAnswer.Unavailable;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.spf.SpfRecordParser.Parsed;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// One check_host() with everything it includes and redirects to (RFC 7208 §4). Used once, by one
/// thread.
final class SpfEvaluation {
  private final DnsClient dns;
  private final SpfLimits limits;
  private final SpfIdentity identity;
  private final byte[] clientOctets;
  private final LookupBudget budget;
  private final ClientNames clientNames;
  private final MacroExpander macros;

  SpfEvaluation(
      DnsClient dns, SpfLimits limits, InstantSource clock, SpfQuery query, SpfIdentity identity) {
    this.dns = dns;
    this.limits = limits;
    this.identity = identity;
    clientOctets = query.ip().getAddress();
    budget = new LookupBudget(limits);
    clientNames = new ClientNames(dns, query.ip(), limits.ptrNames());
    macros = new MacroExpander(query, identity, clock, clientNames::bestFor);
  }

  SpfResult checkHost(DomainName domain) {
    return checkHost(domain, false);
  }

  private SpfResult checkHost(DomainName domain, boolean included) {
    if (domain.labelCount() < 2) {
      return new SpfResult.None(identity, domain + " is a single label"); // RFC 7208 §4.3
    }
    return switch (dns.txt(domain)) {
      case Found<TxtRecord>(var records, _, _) -> select(domain, records, included);
      case NoData<TxtRecord> _ -> new SpfResult.None(identity, "no SPF record at " + domain);
      case NoDomain<TxtRecord> _ -> new SpfResult.None(identity, domain + " does not exist");
      // RFC 7208 §4.4: any RCODE but 0 and 3, or a timeout.
      case Unavailable<TxtRecord>(var reason) ->
          failed(new SpfProblem.DnsUnavailable(domain, reason));
    };
  }

  /// RFC 7208 §4.5: exactly one record that begins with the version.
  private SpfResult select(DomainName domain, List<TxtRecord> records, boolean included) {
    String selected = "";
    int count = 0;
    for (var record : records) {
      if (SpfRecordParser.isSpf(record.text())) {
        selected = record.text();
        count++;
      }
    }
    if (count == 0) {
      return new SpfResult.None(identity, "no SPF record at " + domain);
    }
    if (count > 1) {
      return failed(new SpfProblem.SeveralRecords(domain, count));
    }
    // RFC 7208 §4.6: a syntax error anywhere counts before any match.
    return switch (SpfRecordParser.parse(selected)) {
      case Parsed.Valid(var record) -> evaluate(record, domain, included);
      case Parsed.Invalid(var detail) -> failed(new SpfProblem.BadSyntax(domain, detail));
    };
  }

  private SpfResult evaluate(SpfRecord record, DomainName domain, boolean included) {
    for (var directive : record.directives()) {
      switch (attempt(directive, domain)) {
        case Trial.Match _ -> {
          return decided(record, directive, domain, included);
        }
        case Trial.Stop(var problem) -> {
          return failed(problem);
        }
        case Trial.NoMatch _ -> {}
      }
    }
    // RFC 7208 §6.1: only when nothing matched; an "all" anywhere would have.
    return record
        .redirect()
        .map(spec -> redirect(spec, domain, included))
        // RFC 7208 §4.7
        .orElseGet(() -> new SpfResult.Neutral(identity, SpfMatch.defaultResult(domain)));
  }

  private SpfResult decided(
      SpfRecord record, Directive directive, DomainName domain, boolean included) {
    var match = new SpfMatch(directive.text(), domain);
    return switch (directive.qualifier()) {
      case PASS -> new SpfResult.Pass(identity, match);
      case SOFTFAIL -> new SpfResult.SoftFail(identity, match);
      case NEUTRAL -> new SpfResult.Neutral(identity, match);
      // RFC 7208 §6.2: exp= of an included record is never used.
      case FAIL -> new SpfResult.Fail(identity, match, included ? "" : explanation(record, domain));
    };
  }

  private SpfResult redirect(MacroString spec, DomainName domain, boolean included) {
    var term = "redirect of " + domain;
    if (!budget.chargeTerm()) {
      return failed(new SpfProblem.TooManyTerms(limits.terms(), term));
    }
    // RFC 7208 §6.1: no record there, or no such name, is "permerror" here.
    var target = macros.domain(spec, domain);
    if (target.isEmpty()) {
      return failed(new SpfProblem.NoRecordAtTarget(term, "a malformed name"));
    }
    var result = checkHost(target.get(), included);
    return result instanceof SpfResult.None
        ? failed(new SpfProblem.NoRecordAtTarget(term, target.get().toString()))
        : result;
  }

  private SpfResult failed(SpfProblem problem) {
    return problem.isTemporary()
        ? new SpfResult.TempError(identity, problem)
        : new SpfResult.PermError(identity, problem);
  }

  private Trial attempt(Directive directive, DomainName domain) {
    return switch (directive.mechanism()) {
      case Mechanism.All _ -> Trial.MATCH;
      case Mechanism.Ip(var network) -> Trial.of(network.contains(clientOctets));
      case Mechanism.Include(var spec) -> asking(spec, directive, domain);
      case Mechanism.A(var spec, _, _) -> asking(spec, directive, domain);
      case Mechanism.Mx(var spec, _, _) -> asking(spec, directive, domain);
      case Mechanism.Ptr(var spec) -> asking(spec, directive, domain);
      case Mechanism.Exists(var spec) -> asking(spec, directive, domain);
    };
  }

  /// A mechanism that asks DNS about the name its domain-spec gives.
  private Trial asking(MacroString spec, Directive directive, DomainName domain) {
    var term = directive.text();
    if (!budget.chargeTerm()) {
      return new Trial.Stop(new SpfProblem.TooManyTerms(limits.terms(), term));
    }
    if (macros.isUnmatchable(spec)) {
      return Trial.NO_MATCH;
    }
    var target = macros.domain(spec, domain);
    if (target.isEmpty()) {
      // RFC 7208 §4.8 leaves a malformed name open between no match and permerror; for "include"
      // §4.3
      // and §5.2 give permerror. No match elsewhere: what a client says in HELO must not break a
      // record.
      return directive.mechanism() instanceof Mechanism.Include
          ? new Trial.Stop(new SpfProblem.NoRecordAtTarget(term, "a malformed name"))
          : Trial.NO_MATCH;
    }
    return switch (directive.mechanism()) {
      case Mechanism.Include _ -> include(target.get(), term);
      case Mechanism.A(_, int ip4, int ip6) -> address(target.get(), prefix(ip4, ip6), term);
      case Mechanism.Mx(_, int ip4, int ip6) -> exchangers(target.get(), prefix(ip4, ip6), term);
      case Mechanism.Ptr _ -> Trial.of(clientNames.anyWithin(target.get()));
      case Mechanism.Exists _ -> exists(target.get(), term);
      case Mechanism.All _, Mechanism.Ip _ ->
          throw new IllegalStateException("asks nothing: " + term);
    };
  }

  /// RFC 7208 §5.2, the table.
  private Trial include(DomainName target, String term) {
    return switch (checkHost(target, true)) {
      case SpfResult.Pass _ -> Trial.MATCH;
      case SpfResult.Fail _, SpfResult.SoftFail _, SpfResult.Neutral _ -> Trial.NO_MATCH;
      case SpfResult.TempError(_, var problem) -> new Trial.Stop(problem);
      case SpfResult.PermError(_, var problem) -> new Trial.Stop(problem);
      case SpfResult.None _ ->
          new Trial.Stop(new SpfProblem.NoRecordAtTarget(term, target.toString()));
    };
  }

  private Trial address(DomainName target, int prefix, String term) {
    return switch (addresses(target)) {
      case Found<InetAddress>(var found, _, _) -> Trial.of(anyNear(found, prefix));
      case NoData<InetAddress> _, NoDomain<InetAddress> _ -> foundNothing(term);
      case Unavailable<InetAddress>(var reason) -> unavailable(target, reason);
    };
  }

  private Trial exchangers(DomainName target, int prefix, String term) {
    return switch (dns.mx(target)) {
      case Found<MxRecord>(var found, _, _) -> exchangers(target, found, prefix);
      case NoData<MxRecord> _, NoDomain<MxRecord> _ -> foundNothing(term);
      case Unavailable<MxRecord>(var reason) -> unavailable(target, reason);
    };
  }

  private Trial exchangers(DomainName target, List<MxRecord> found, int prefix) {
    // RFC 7208 §4.6.4. Two readings: count all, or those asked before one matched. We count all:
    // their
    // order in a reply is random, and the result must not be.
    if (found.size() > limits.mxNames()) {
      return new Trial.Stop(new SpfProblem.TooManyMxNames(limits.mxNames(), target));
    }
    for (var mx : found) {
      if (mx.isNullMx()) {
        continue;
      }
      switch (addresses(mx.exchange())) {
        case Found<InetAddress>(var addresses, _, _) -> {
          if (anyNear(addresses, prefix)) {
            return Trial.MATCH;
          }
        }
        case NoData<InetAddress> _, NoDomain<InetAddress> _ -> {}
        case Unavailable<InetAddress>(var reason) -> {
          return unavailable(mx.exchange(), reason);
        }
      }
    }
    return Trial.NO_MATCH;
  }

  /// RFC 7208 §5.7: an A query, over IPv6 too.
  private Trial exists(DomainName target, String term) {
    return switch (dns.a(target)) {
      case Found<InetAddress> _ -> Trial.MATCH;
      case NoData<InetAddress> _, NoDomain<InetAddress> _ -> foundNothing(term);
      case Unavailable<InetAddress>(var reason) -> unavailable(target, reason);
    };
  }

  /// RFC 7208 §4.6.4 limits the terms that find nothing. Terms, not questions: a mail exchanger
  /// without an address of the client's family does not count, nor does `ptr`, because reverse
  /// zones are not the sender's to keep in order.
  private Trial foundNothing(String term) {
    return budget.chargeVoid()
        ? Trial.NO_MATCH
        : new Trial.Stop(new SpfProblem.TooManyVoidLookups(limits.voidLookups(), term));
  }

  private static Trial unavailable(DomainName name, String reason) {
    return new Trial.Stop(new SpfProblem.DnsUnavailable(name, reason));
  }

  /// RFC 7208 §5: A for an IPv4 client, AAAA for an IPv6 client.
  private DnsAnswer<InetAddress> addresses(DomainName name) {
    return clientOctets.length == 4 ? dns.a(name) : dns.aaaa(name);
  }

  private int prefix(int ip4, int ip6) {
    return clientOctets.length == 4 ? ip4 : ip6;
  }

  private boolean anyNear(List<InetAddress> addresses, int prefix) {
    for (var address : addresses) {
      if (IpNetwork.sameNetwork(address.getAddress(), clientOctets, prefix)) {
        return true;
      }
    }
    return false;
  }

  /// RFC 7208 §6.2: whatever is wrong with it, then there is none. Its lookup is not counted.
  private String explanation(SpfRecord record, DomainName domain) {
    return record
        .explanation()
        .flatMap(spec -> macros.domain(spec, domain))
        .flatMap(target -> explanation(target, domain))
        .orElse("");
  }

  private Optional<String> explanation(DomainName target, DomainName domain) {
    if (!(dns.txt(target) instanceof Found<TxtRecord>(var records, _, _)) || records.size() != 1) {
      return Optional.empty();
    }
    try {
      var text = MacroStringParser.explanation(records.get(0).text());
      return macros.explanation(text, domain);
    } catch (SpfSyntaxException _) {
      return Optional.empty();
    }
  }
}
