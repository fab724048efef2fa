package io.signetmail.auth.dns;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the questions another client is asked.
public final class CountingDns implements DnsClient {
  private final DnsClient dns;
  private final AtomicInteger questions = new AtomicInteger();

  public CountingDns(DnsClient dns) {
    this.dns = dns;
  }

  public int questions() {
    return questions.get();
  }

  @Override
  public DnsAnswer<TxtRecord> txt(DomainName name) {
    questions.incrementAndGet();
    return dns.txt(name);
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    questions.incrementAndGet();
    return dns.a(name);
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    questions.incrementAndGet();
    return dns.aaaa(name);
  }

  @Override
  public DnsAnswer<MxRecord> mx(DomainName name) {
    questions.incrementAndGet();
    return dns.mx(name);
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    questions.incrementAndGet();
    return dns.ptr(address);
  }
}
