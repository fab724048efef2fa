package io.signetmail.auth.policy;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// Names of a client that DNS confirms in both directions: the address has the name, and the name
/// has the address (RFC 8601 §2.7.3).
///
/// `open` says that an answer is missing, so there may be more names than these.
public record ClientNames(List<DomainName> confirmed, boolean open) {
  /// RFC 7208 §4.6.4 has the same bound for the same kind of lookup.
  private static final int MOST = 10;

  /// Nothing was looked up.
  public static final ClientNames NONE = new ClientNames(List.of(), false);

  public ClientNames {
    confirmed = List.copyOf(confirmed);
  }

  /// Looks the address up; at most 11 questions.
  public static ClientNames lookUp(DnsClient dns, InetAddress address) {
    return switch (dns.ptr(address)) {
      case DnsAnswer.Found<DomainName>(var names, _, _) -> confirm(dns, address, names);
      case DnsAnswer.NoData<DomainName> _, DnsAnswer.NoDomain<DomainName> _ -> NONE;
      case DnsAnswer.Unavailable<DomainName> _ -> new ClientNames(List.of(), true);
    };
  }

  private static ClientNames confirm(DnsClient dns, InetAddress address, List<DomainName> names) {
    var confirmed = new ArrayList<DomainName>();
    var open = false;
    for (var name : names.subList(0, Math.min(MOST, names.size()))) {
      switch (address instanceof Inet6Address ? dns.aaaa(name) : dns.a(name)) {
        case DnsAnswer.Found<InetAddress>(var addresses, _, _) -> {
          if (addresses.contains(address)) {
            confirmed.add(name);
          }
        }
        case DnsAnswer.NoData<InetAddress> _, DnsAnswer.NoDomain<InetAddress> _ -> {}
        case DnsAnswer.Unavailable<InetAddress> _ -> open = true;
      }
    }
    return new ClientNames(confirmed, open);
  }
}
