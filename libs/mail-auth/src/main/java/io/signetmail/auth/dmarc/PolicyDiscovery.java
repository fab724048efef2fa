package io.signetmail.auth.dmarc;

import io.signetmail.auth.dmarc.PublishedPolicy.Level;
import io.signetmail.auth.dmarc.PublishedPolicy.Tag;
import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import java.util.Optional;

/// Finds the record that speaks for an author domain, and which of its tags does. For one
/// evaluation.
final class PolicyDiscovery {
  private final DnsClient dns;
  private final RecordLookup records;
  private final DmarcSettings settings;

  PolicyDiscovery(DnsClient dns, RecordLookup records, DmarcSettings settings) {
    this.dns = dns;
    this.records = records;
    this.settings = settings;
  }

  Discovery discover(DomainName author) {
    return switch (settings.mode()) {
      case RFC9989 -> byTreeWalk(author);
      case RFC7489 -> byPublicSuffixList(author);
    };
  }

  /// RFC 9989 §4.10.1. Its walk from the parent asks the same names as the walk from the author
  /// domain, which the organizational domain needs anyway.
  private Discovery byTreeWalk(DomainName author) {
    switch (records.at(author)) {
      case RecordAnswer.One one -> {
        return policy(one, author, Level.AUTHOR_DOMAIN);
      }
      case RecordAnswer.Unavailable(var domain, var reason) -> {
        return new Discovery.Unavailable(domain, reason);
      }
      case RecordAnswer.None _ -> {}
    }
    var walk = TreeWalk.from(author, records);
    if (walk.broken().isPresent()) {
      return new Discovery.Unavailable(walk.broken().get().domain(), walk.broken().get().reason());
    }
    var organizational = walk.organizationalDomain();
    for (var one : walk.found()) {
      if (one.domain().equals(organizational)) {
        return policy(one, author, Level.ORGANIZATIONAL_DOMAIN);
      }
    }
    return walk.publicSuffixRecord()
        .map(one -> policy(one, author, Level.PUBLIC_SUFFIX_DOMAIN))
        .orElseGet(() -> new Discovery.NoPolicy("no DMARC record for " + author));
  }

  /// RFC 7489 §6.6.3.
  private Discovery byPublicSuffixList(DomainName author) {
    return switch (records.at(author)) {
      case RecordAnswer.One one -> policy(one, author, Level.AUTHOR_DOMAIN);
      case RecordAnswer.Unavailable(var domain, var reason) ->
          new Discovery.Unavailable(domain, reason);
      // Step 5: several records are not none, they end the search.
      case RecordAnswer.None(_, var count) when count > 1 ->
          new Discovery.NoPolicy("several DMARC records at " + author);
      case RecordAnswer.None _ -> {
        var organizational = settings.publicSuffixes().registrableDomain(author).orElse(author);
        yield switch (records.at(organizational)) {
          case RecordAnswer.One one -> policy(one, author, Level.ORGANIZATIONAL_DOMAIN);
          case RecordAnswer.Unavailable(var domain, var reason) ->
              new Discovery.Unavailable(domain, reason);
          case RecordAnswer.None _ -> new Discovery.NoPolicy("no DMARC record for " + author);
        };
      }
    };
  }

  private Discovery policy(RecordAnswer.One one, DomainName author, Level level) {
    return switch (one.record().use(settings.mode())) {
      case NOTHING ->
          new Discovery.NoPolicy("the record at " + one.domain() + " has no usable policy");
      case MONITORING ->
          new Discovery.Found(published(one, level, Tag.P, DmarcPolicy.NONE), Optional.empty());
      case POLICY ->
          level == Level.AUTHOR_DOMAIN
              ? new Discovery.Found(
                  published(one, level, Tag.P, one.record().p().orElse(DmarcPolicy.NONE)),
                  Optional.empty())
              : subdomainPolicy(one, author, level);
    };
  }

  private Discovery subdomainPolicy(RecordAnswer.One one, DomainName author, Level level) {
    var record = one.record();
    var p = record.p().orElse(DmarcPolicy.NONE);
    var spTag = record.sp() instanceof PolicyTag.Valid ? Tag.SP : Tag.P;
    var sp = record.sp().orElse(p);
    var existing = published(one, level, spTag, sp);
    // RFC 9989 §4.7: without np, sp or p speaks for names that do not exist too.
    if (settings.mode() == DmarcMode.RFC7489 || !(record.np() instanceof PolicyTag.Valid(var np))) {
      return new Discovery.Found(existing, Optional.empty());
    }
    var missing = published(one, level, Tag.NP, np);
    // RFC 9989 §3.2.13: a name does not exist when DNS says NXDOMAIN for it (RFC 8020).
    return switch (dns.txt(author)) {
      case DnsAnswer.NoDomain<TxtRecord> _ -> new Discovery.Found(missing, Optional.empty());
      case DnsAnswer.Found<TxtRecord> _, DnsAnswer.NoData<TxtRecord> _ ->
          new Discovery.Found(existing, Optional.empty());
      case DnsAnswer.Unavailable<TxtRecord>(var reason) -> {
        var stricter = np.compareTo(sp) > 0 ? missing : existing;
        yield new Discovery.Found(stricter, np == sp ? Optional.empty() : Optional.of(reason));
      }
    };
  }

  private PublishedPolicy published(
      RecordAnswer.One one, Level level, Tag tag, DmarcPolicy requested) {
    boolean new9989 = settings.mode() == DmarcMode.RFC9989;
    boolean testing = new9989 && one.record().testing();
    return new PublishedPolicy(
        one.domain(),
        one.record(),
        one.published().text(),
        level,
        tag,
        requested,
        testing ? requested.oneLevelBelow() : requested,
        new9989 ? DiscoveryMethod.TREE_WALK : DiscoveryMethod.PUBLIC_SUFFIX_LIST,
        new9989 ? DmarcRecordParser.DEFAULT_PERCENT : one.record().percent());
  }
}
