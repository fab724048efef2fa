package io.signetmail.keys.readiness;

import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dmarc.DmarcRecord;
import io.signetmail.auth.dmarc.PolicyTag;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DnsDeadline;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.keys.dnscheck.FindingCode;
import io.signetmail.keys.dnscheck.KeyRecordCheck;
import io.signetmail.keys.domains.Domains;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.KeyRecord;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.signingkeys.SigningKeys;
import io.signetmail.keys.tokens.Actor;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at everything a domain publishes about its mail.
@Singleton
public final class Readiness {
  /// For all questions of one call together.
  private static final Duration BUDGET = Duration.ofSeconds(20);

  private final DnsClient dns;
  private final KeyRecordCheck keyRecords;
  private final Domains domains;
  private final SigningKeys keys;
  private final ReadinessSettings settings;
  private final InstantSource clock;

  public Readiness(
      DnsClient dns,
      KeyRecordCheck keyRecords,
      Domains domains,
      SigningKeys keys,
      ReadinessSettings settings,
      InstantSource clock) {
    this.dns = dns;
    this.keyRecords = keyRecords;
    this.domains = domains;
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /// What each part of mail authentication came to.
  public record Report(List<Advice> spf, List<Advice> dkim, List<Advice> dmarc, List<Advice> mx) {
    /// True when nothing stands in the way of mail that passes DMARC.
    public boolean isReady() {
      return List.of(spf, dkim, dmarc, mx).stream()
          .flatMap(List::stream)
          .noneMatch(advice ->
              advice.severity() == Advice.Severity.ERROR
                  || advice.severity() == Advice.Severity.UNKNOWN);
    }
  }

  /// @param now the domain's own policy; empty when it has none that is valid
  public record Path(Optional<DmarcPolicy> now, List<DmarcStages.Stage> stages) {}

  public Report check(Actor actor, MailDomain domain) {
    var known = keys.list(actor, domain);
    var name = DomainName.of(domain.name());
    var bounded = bounded();
    return new Report(
        new SpfReadiness(bounded, settings.spfTerms()).check(name),
        dkim(known),
        new DmarcReadiness(bounded, clock, stages()).check(name).advice(),
        new MxReadiness(bounded).check(name));
  }

  /// The records that lead to an enforced policy, from where the domain stands.
  public Path path(Actor actor, MailDomain domain) {
    domains.get(actor, domain);
    var name = DomainName.of(domain.name());
    var published = new DmarcReadiness(bounded(), clock, stages()).check(name).record();
    var now =
        published
            .map(DmarcRecord::p)
            .filter(PolicyTag.Valid.class::isInstance)
            .map(tag -> tag.orElse(DmarcPolicy.NONE));
    return new Path(now, stages().of(name, published));
  }

  private DmarcStages stages() {
    return new DmarcStages(settings.reportMailbox());
  }

  private DnsClient bounded() {
    return dns.until(DnsDeadline.after(BUDGET, clock));
  }

  private List<Advice> dkim(List<SigningKey> known) {
    var advice = new ArrayList<Advice>();
    var active = known.stream().filter(SigningKey::isActive).toList();
    if (active.isEmpty()) {
      advice.add(noActiveKey(known));
    }
    for (var key : active) {
      var findings = keyRecords.check(key);
      if (findings.isEmpty()) {
        advice.add(Advice.info("dkim-record", key.id() + " is published and signs"));
      }
      for (var finding : findings) {
        var severity =
            finding.code() == FindingCode.UNAVAILABLE
                ? Advice.Severity.UNKNOWN
                : finding.isError() ? Advice.Severity.ERROR : Advice.Severity.WARNING;
        advice.add(
            new Advice(
                severity,
                "dkim-" + finding.code().keyword(),
                finding.detail(),
                Optional.of(record(key.record()))));
      }
    }
    return List.copyOf(advice);
  }

  private static Advice noActiveKey(List<SigningKey> known) {
    var waiting =
        known.stream()
            .filter(key -> key.state() == KeyState.PENDING || key.state() == KeyState.PUBLISHED)
            .findFirst();
    return waiting
        .map(key ->
            Advice.error(
                    "dkim-no-active-key",
                    "no key signs; %s waits for its record".formatted(key.selector()))
                .publishing(record(key.record())))
        .orElseGet(() -> Advice.error("dkim-no-active-key", "no key signs: make one"));
  }

  private static DnsRecord record(KeyRecord record) {
    return DnsRecord.txt(record.name(), record.value());
  }
}
