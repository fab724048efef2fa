package io.signetmail.verifier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.signetmail.auth.Authentication;
import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DnsDeadline;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.policy.ClientNames;
import io.signetmail.auth.policy.Decision;
import io.signetmail.auth.policy.PolicyInput;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.PolicyFacts;
import io.signetmail.policy.PolicyRecord;
import io.signetmail.policy.PolicySource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies the policy in force to what was found, and writes down what it looked at.
final class PolicyDesk {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyDesk.class);

  /// For the client's name; only mail that may be refused waits for it.
  private static final Duration NAME_TIME = Duration.ofSeconds(3);

  private static final int PERCENT = 100;

  private final PolicySource policies;
  private final DnsClient dns;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final MeterRegistry metrics;

  PolicyDesk(
      PolicySource policies,
      DnsClient dns,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry metrics) {
    this.policies = policies;
    this.dns = dns;
    this.clock = clock;
    this.random = random;
    this.metrics = metrics;
  }

  /// What is to be done, and why.
  record Verdict(Decision decision, PolicyFacts facts) {}

  Verdict decide(Authentication found, MailRecord mail) {
    var document = policies.current();
    var input = PolicyInput.of(found, names(found), random.nextInt(PERCENT));
    var ruling =
        document.decide(
            input, recipientDomains(mail.envelope()), clock.instant(), mail.id().value());
    if (ruling.mixed()) {
      LOG.warn(
          "recipients are under different policies of {}, the strictest one decided;"
              + " does smtp-ingress have the same signet.policy.file?",
          document.version());
      Counter.builder("signet.verifier.policy.mixed")
          .description("Messages whose recipients were under different policies")
          .register(metrics)
          .increment();
    }
    return new Verdict(ruling.decision(), PolicyRecord.write(input, ruling, document.version()));
  }

  private ClientNames names(Authentication found) {
    boolean mayBeRefused =
        found.dmarc() instanceof DmarcResult.Fail(var evaluation)
            && evaluation.policy().effective() == DmarcPolicy.REJECT;
    return mayBeRefused
        ? ClientNames.lookUp(dns.until(DnsDeadline.after(NAME_TIME, clock)), found.client().ip())
        : ClientNames.NONE;
  }

  private static List<DomainName> recipientDomains(Envelope envelope) {
    return envelope.recipients().stream()
        .map(r -> r.address().substring(r.address().lastIndexOf('@') + 1))
        .map(domain -> DomainName.parse(domain).orElse(DomainName.ROOT))
        .distinct()
        .toList();
  }
}
