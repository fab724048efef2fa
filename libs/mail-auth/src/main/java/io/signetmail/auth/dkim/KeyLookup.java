package io.signetmail.auth.dkim;

import io.signetmail.auth.dkim.DkimProblem.Kind;
import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Fetches the key record of a signature and checks that it serves it (RFC 6376 §6.1.2).
///
/// Remembers what the text of a record decodes to, because building a public key costs as much as
/// using it. That memory holds no answer of DNS: the record is asked for every time, the {@link
/// DnsClient} caches by TTL. Safe for many threads.
public final class KeyLookup {

  /// A key that serves the signature, or why there is none.
  public sealed interface Answer {}

  public record Usable(DkimKeyRecord keyRecord) implements Answer {}

  /// `temporary`: DNS did not answer, so a later try may.
  public record Refused(DkimProblem problem, boolean temporary) implements Answer {}

  /// Records of one name that are tried; RFC 6376 §3.6.2.2 says there must be only one.
  private static final int MAX_RECORDS = 4;

  /// About 30 MB at the very worst, 5 MB with ordinary keys.
  private static final int MAX_REMEMBERED = 5_000;

  private final DnsClient dns;
  private final DkimLimits limits;
  private final ConcurrentHashMap<String, DkimKeyRecord.Parsed> remembered =
      new ConcurrentHashMap<>();

  public KeyLookup(DnsClient dns, DkimLimits limits) {
    this.dns = dns;
    this.limits = limits;
  }

  /// What the signature needs of its key.
  public record Need(
      DomainName domain, Selector selector, Algorithm algorithm, DomainName auidDomain) {}

  public Answer find(Need need) {
    return find(need, dns);
  }

  /// As {@link #find(Need)}, asking `dns` instead: the same client with a deadline, for example.
  public Answer find(Need need, DnsClient dns) {
    var name = need.selector().keyName(need.domain());
    if (name.isEmpty()) {
      return permanent(Kind.NO_KEY, "the name of the key record would be too long");
    }
    return switch (dns.txt(name.get())) {
      case DnsAnswer.Found<TxtRecord>(var records, _, _) -> choose(records, need);
      case DnsAnswer.NoData<TxtRecord> _ ->
          permanent(Kind.NO_KEY, "no TXT record at " + name.get());
      case DnsAnswer.NoDomain<TxtRecord> _ -> permanent(Kind.NO_KEY, "no such name: " + name.get());
      case DnsAnswer.Unavailable<TxtRecord>(var reason) ->
          new Refused(new DkimProblem(Kind.KEY_UNAVAILABLE, reason), true);
    };
  }

  private Answer choose(List<TxtRecord> records, Need need) {
    @Nullable Answer first = null;
    for (var txt : records.subList(0, Math.min(records.size(), MAX_RECORDS))) {
      var answer = check(parse(txt.text()), need);
      if (answer instanceof Usable) {
        return answer;
      }
      first = first == null ? answer : first;
    }
    return first == null ? permanent(Kind.NO_KEY, "no TXT record") : first;
  }

  private DkimKeyRecord.Parsed parse(String txt) {
    var known = remembered.get(txt);
    if (known != null) {
      return known;
    }
    var parsed = DkimKeyRecord.parse(txt, limits);
    if (txt.length() <= limits.maxKeyRecordBytes()) {
      if (remembered.size() >= MAX_REMEMBERED) {
        remembered.clear(); // rare and cheap to refill; keeps reads without a lock
      }
      remembered.put(txt, parsed);
    }
    return parsed;
  }

  private static Answer check(DkimKeyRecord.Parsed parsed, Need need) {
    return switch (parsed) {
      case DkimKeyRecord.Invalid(var problem) -> new Refused(problem, false);
      case DkimKeyRecord.Ok(var key) -> check(key, need);
    };
  }

  private static Answer check(DkimKeyRecord key, Need need) {
    if (!key.servesEmail()) {
      return permanent(Kind.KEY_NOT_FOR_THIS, "s= of the key record has no email");
    }
    if (!key.allowsSha256()) {
      return permanent(Kind.KEY_NOT_FOR_THIS, "h= of the key record has no sha256");
    }
    if (key.revoked()) {
      return permanent(Kind.KEY_REVOKED, "the key is revoked");
    }
    if (!key.keyType().equals(need.algorithm().keyType())) {
      return permanent(Kind.KEY_NOT_FOR_THIS, "k= of the key record does not fit a=");
    }
    if (key.strictDomain() && !need.auidDomain().equals(need.domain())) {
      return permanent(Kind.DOMAIN_MISMATCH, "t=s of the key record, but i= is below d=");
    }
    return new Usable(key);
  }

  private static Answer permanent(Kind kind, String detail) {
    return new Refused(new DkimProblem(kind, detail), false);
  }
}
