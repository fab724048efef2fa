package io.signetmail.verifier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.signetmail.auth.Authentication;
import io.signetmail.auth.dmarc.DmarcComparison;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.PublicSuffixList;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DnsDeadline;
import io.signetmail.bus.AuthFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What RFC 7489 would have said about a message that RFC 9989 decides: counted, and in the event.
///
/// It asks the names of the tree walk again, so the resolver's memory answers; it never waits
/// longer than a second, and what it does not learn is not counted.
final class Editions {
  private static final Logger LOG = LoggerFactory.getLogger(Editions.class);
  private static final Duration TIME = Duration.ofSeconds(1);

  private final DnsClient dns;
  private final DmarcSettings settings;
  private final InstantSource clock;
  private final MeterRegistry metrics;

  Editions(DnsClient dns, PublicSuffixList suffixes, InstantSource clock, MeterRegistry metrics) {
    this.dns = dns;
    this.settings = DmarcSettings.rfc7489(suffixes);
    this.clock = clock;
    this.metrics = metrics;
  }

  /// Empty, with a line in the log, when the list cannot be read: RFC 7489 cannot do without.
  static Optional<Editions> open(
      DnsClient dns, Path suffixes, InstantSource clock, MeterRegistry metrics) {
    try {
      var list = PublicSuffixList.parse(Files.readString(suffixes, StandardCharsets.UTF_8));
      LOG.info("RFC 7489 is evaluated beside RFC 9989, with {} ({} rules)", suffixes, list.size());
      return Optional.of(new Editions(dns, list, clock, metrics));
    } catch (IOException | IllegalArgumentException e) {
      LOG.info(
          "RFC 7489 is not evaluated beside RFC 9989: no public suffix list at {}"
              + " (signet.verifier.public-suffix-list): {}",
          suffixes,
          e.toString());
      return Optional.empty();
    }
  }

  /// Empty when one of the two is not known.
  Optional<AuthFacts.Rfc7489> compare(Authentication found) {
    if (found.dmarc() instanceof DmarcResult.TempError) {
      return Optional.empty();
    }
    var bounded = dns.until(DnsDeadline.after(TIME, clock));
    var old =
        new DmarcEvaluator(bounded, settings, clock)
            .evaluate(found.author(), found.spf(), found.dkim());
    if (old instanceof DmarcResult.TempError) {
      return Optional.empty();
    }
    boolean differs = new DmarcComparison(found.dmarc(), old).differs();
    Counter.builder("signet.verifier.dmarc.editions")
        .description("Messages by their DMARC result under RFC 9989 and under RFC 7489")
        .tag("rfc9989", found.dmarc().keyword())
        .tag("rfc7489", old.keyword())
        .tag("differs", Boolean.toString(differs))
        .register(metrics)
        .increment();
    return Optional.of(
        new AuthFacts.Rfc7489(
            old.keyword(),
            old.details().map(d -> d.policy().domain().toString()).orElse(null),
            old.details().map(d -> d.policy().effective().keyword()).orElse(null),
            differs));
  }
}
