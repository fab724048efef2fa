package io.signetmail.auth.dns;

import java.net.InetAddress;
import java.util.function.Supplier;

/// Lets no question through once the deadline is over.
final class DeadlineDnsClient implements DnsClient {
  private final DnsClient dns;
  private final DnsDeadline deadline;

  DeadlineDnsClient(DnsClient dns, DnsDeadline deadline) {
    this.dns = dns;
    this.deadline = deadline;
  }

  @Override
  public DnsAnswer<TxtRecord> txt(DomainName name) {
    return ask(() -> dns.txt(name));
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return ask(() -> dns.a(name));
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return ask(() -> dns.aaaa(name));
  }

  @Override
  public DnsAnswer<MxRecord> mx(DomainName name) {
    return ask(() -> dns.mx(name));
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return ask(() -> dns.ptr(address));
  }

  @Override
  public DnsClient until(DnsDeadline other) {
    return dns.until(deadline.earlierOf(other));
  }

  private <T> DnsAnswer<T> ask(Supplier<DnsAnswer<T>> question) {
    return deadline.isOver()
        ? new DnsAnswer.Unavailable<>("DNS time budget is spent")
        : question.get();
  }
}
