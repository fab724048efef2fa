package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import java.time.InstantSource;

/// Evaluates under RFC 9989 and RFC 7489 at once. Safe for any number of threads.
public final class DmarcComparator {
  private final DmarcEvaluator rfc9989;
  private final DmarcEvaluator rfc7489;

  public DmarcComparator(DnsClient dns, PublicSuffixList publicSuffixes, InstantSource clock) {
    rfc9989 = new DmarcEvaluator(dns, DmarcSettings.rfc9989(), clock);
    rfc7489 = new DmarcEvaluator(dns, DmarcSettings.rfc7489(publicSuffixes), clock);
  }

  public DmarcComparison compare(DomainName author, AuthenticatedIdentifiers identifiers) {
    return new DmarcComparison(
        rfc9989.evaluate(author, identifiers), rfc7489.evaluate(author, identifiers));
  }
}
