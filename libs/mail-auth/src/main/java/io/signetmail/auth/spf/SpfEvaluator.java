package io.signetmail.auth.spf;

import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DnsDeadline;
import java.time.InstantSource;

/// Checks whether a client may send for a domain (RFC 7208).
///
/// Holds no state of its own: any number of threads may share one. Blocks while it asks DNS, at
/// most the timeout of its limits.
public final class SpfEvaluator {
  private final DnsClient dns;
  private final SpfLimits limits;
  private final InstantSource clock;

  public SpfEvaluator(DnsClient dns, SpfLimits limits, InstantSource clock) {
    this.dns = dns;
    this.limits = limits;
    this.clock = clock;
  }

  /// The MAIL FROM identity (RFC 7208 §2.4), the one DMARC uses; for the null path it is postmaster
  /// at the HELO name.
  public SpfResult check(SpfQuery query) {
    return check(query, SpfIdentity.mailFrom(query.mailFrom(), query.helo()));
  }

  /// The HELO identity (RFC 7208 §2.3).
  public SpfResult checkHelo(SpfQuery query) {
    return check(query, SpfIdentity.helo(query.helo()));
  }

  private SpfResult check(SpfQuery query, SpfIdentity identity) {
    if (identity.domain().isEmpty()) {
      return new SpfResult.None(identity, "no domain to check");
    }
    var bounded = dns.until(DnsDeadline.after(limits.timeout(), clock));
    return new SpfEvaluation(bounded, limits, clock, query, identity)
        .checkHost(identity.domain().get());
  }
}
