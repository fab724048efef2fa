package io.signetmail.auth.dns;

import java.net.InetAddress;

/// Asks DNS, blocking the calling (virtual) thread. Safe for any number of threads.
///
/// An answer is always one of the four of [DnsAnswer]; no method throws for what a peer's zone or
/// server does. CNAMEs are followed.
public interface DnsClient {
  DnsAnswer<TxtRecord> txt(DomainName name);

  DnsAnswer<InetAddress> a(DomainName name);

  DnsAnswer<InetAddress> aaaa(DomainName name);

  /// Mail exchangers in the order of the reply; a null MX (RFC 7505) is a record too.
  DnsAnswer<MxRecord> mx(DomainName name);

  DnsAnswer<DomainName> ptr(InetAddress address);

  /// The same client for one evaluation that ends at `deadline`: from then on it waits for nothing,
  /// and what it would have to wait for is unavailable.
  default DnsClient until(DnsDeadline deadline) {
    return new DeadlineDnsClient(this, deadline);
  }
}
