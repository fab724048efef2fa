package io.signetmail.auth.spf;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The names of the client that lead back to its address (RFC 7208 §5.5), for `ptr` and `%{p}`.
///
/// Asked for at most once per evaluation, name by name, and only as far as somebody needs them.
final class ClientNames {
  private final DnsClient dns;
  private final InetAddress client;
  private final int limit;
  private final Map<DomainName, Boolean> validated = new HashMap<>();
  private @Nullable List<DomainName> names;

  ClientNames(DnsClient dns, InetAddress client, int limit) {
    this.dns = dns;
    this.client = client;
    this.limit = limit;
  }

  /// True when a validated name of the client is `target` or lies below it.
  boolean anyWithin(DomainName target) {
    return first(name -> name.isSameOrSubdomainOf(target)) != null;
  }

  /// RFC 7208 §7.3: `domain` itself, else a name below it, else any, else "unknown".
  String bestFor(DomainName domain) {
    var best = first(name -> name.equals(domain));
    if (best == null) {
      best = first(name -> name.isSubdomainOf(domain));
    }
    if (best == null) {
      best = first(_ -> true);
    }
    return best == null ? "unknown" : best.toString();
  }

  private @Nullable DomainName first(Predicate<DomainName> wanted) {
    for (var name : names()) {
      if (wanted.test(name) && validated.computeIfAbsent(name, this::leadsBack)) {
        return name;
      }
    }
    return null;
  }

  private List<DomainName> names() {
    var known = names;
    if (known == null) {
      known =
          switch (dns.ptr(client)) {
            // RFC 7208 §4.6.4: the rest of more than ten is ignored.
            case DnsAnswer.Found<DomainName>(var found, _, _) ->
                found.stream().limit(limit).filter(name -> !name.isRoot()).toList();
            // RFC 7208 §5.5: a DNS error only means that nothing matches.
            case DnsAnswer.NoData<DomainName> _,
                DnsAnswer.NoDomain<DomainName> _,
                DnsAnswer.Unavailable<DomainName> _ ->
                List.of();
          };
      names = known;
    }
    return known;
  }

  private boolean leadsBack(DomainName name) {
    var answer = client.getAddress().length == 4 ? dns.a(name) : dns.aaaa(name);
    return answer instanceof DnsAnswer.Found<InetAddress>(var addresses, _, _)
        && addresses.contains(client);
  }
}
