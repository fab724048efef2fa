package io.signetmail.keys.readiness;

import io.signetmail.auth.dmarc.Discovery;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dmarc.DmarcRecord;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.PublishedPolicy;
import io.signetmail.auth.dmarc.RecordAnswer;
import io.signetmail.auth.dmarc.ReportDestination;
import io.signetmail.auth.dmarc.ReportDestinations;
import io.signetmail.auth.dmarc.ReportUri;
import io.signetmail.auth.dmarc.TagProblem;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which DMARC policy applies to a domain, and what is wrong with it.
final class DmarcReadiness {
  private static final int NO_SAMPLING = 100;

  private final DmarcEvaluator evaluator;
  private final ReportDestinations destinations;
  private final MxReadiness mx;
  private final DmarcStages stages;

  DmarcReadiness(DnsClient dns, InstantSource clock, DmarcStages stages) {
    var settings = DmarcSettings.rfc9989();
    this.evaluator = new DmarcEvaluator(dns, settings, clock);
    this.destinations = new ReportDestinations(dns, settings, clock);
    this.mx = new MxReadiness(dns);
    this.stages = stages;
  }

  /// @param record the domain's own record, when it has exactly one
  record Outcome(List<Advice> advice, Optional<DmarcRecord> record) {}

  Outcome check(DomainName domain) {
    var advice = new ArrayList<Advice>();
    var own = evaluator.walk(domain).steps().getFirst();
    switch (own) {
      case RecordAnswer.One one -> published(domain, one, advice);
      case RecordAnswer.None(_, int count) -> {
        if (count > 1) {
          advice.add(
              Advice.error(
                      "dmarc-several-records",
                      "there are %d DMARC records, receivers ignore all of them: leave one"
                          .formatted(count))
                  .publishing(stages.first(domain)));
        }
      }
      case RecordAnswer.Unavailable(var name, var reason) ->
          advice.add(Advice.unknown("dmarc-unavailable", "_dmarc." + name, reason));
    }
    effective(domain, own, advice);
    return new Outcome(
        List.copyOf(advice),
        own instanceof RecordAnswer.One one ? Optional.of(one.record()) : Optional.empty());
  }

  private void effective(DomainName domain, RecordAnswer own, List<Advice> advice) {
    switch (evaluator.discover(domain)) {
      case Discovery.Found(var policy, _) -> advice.add(effective(domain, policy));
      case Discovery.NoPolicy(var reason) -> {
        if (own instanceof RecordAnswer.None(_, int count) && count == 0) {
          advice.add(
              Advice.error("dmarc-missing", "no DMARC policy applies to " + domain + ": " + reason)
                  .publishing(stages.first(domain)));
        }
      }
      case Discovery.Unavailable(var name, var reason) ->
          advice.add(Advice.unknown("dmarc-unavailable", name.toString(), reason));
    }
  }

  private Advice effective(DomainName domain, PublishedPolicy policy) {
    var where =
        policy.domain().equals(domain) ? "" : ", inherited from the record of " + policy.domain();
    var detail = "the policy that applies is " + policy.effective().keyword() + where;
    return policy.effective() == DmarcPolicy.NONE
        ? Advice.info("dmarc-policy", detail + ": receivers report, but refuse nothing")
        : Advice.info("dmarc-policy", detail);
  }

  private void published(DomainName domain, RecordAnswer.One one, List<Advice> advice) {
    var record = one.record();
    advice.add(Advice.info("dmarc-record", one.published().text()));
    var repaired = DnsRecord.txt("_dmarc." + domain, stages.repaired(domain, record).print());
    for (TagProblem problem : one.published().problems()) {
      var detail = "the tag \"" + problem.tag() + "\" is ignored: " + problem.detail();
      advice.add(Advice.warning("dmarc-syntax", detail).publishing(repaired));
    }
    if (record.testing()) {
      advice.add(
          Advice.warning(
                  "dmarc-test-flag",
                  "t=y is no safe step: older receivers do not know it and enforce the policy")
              .publishing(repaired));
    }
    if (record.percent() != NO_SAMPLING) {
      advice.add(
          Advice.warning(
                  "dmarc-pct",
                  "pct is gone from the standard: receivers apply the policy to all mail")
              .publishing(repaired));
    }
    if (record.rua().isEmpty()) {
      advice.add(
          Advice.warning(
                  "dmarc-no-rua", "nobody is asked for reports: what fails stays unknown to you")
              .publishing(repaired));
    }
    record.rua().forEach(uri -> destination(domain, uri, advice));
  }

  private void destination(DomainName domain, ReportUri uri, List<Advice> advice) {
    switch (destinations.check(domain, uri)) {
      case ReportDestination.SameOrganization _, ReportDestination.Authorized _ -> {}
      case ReportDestination.NotAuthorized(var reason) -> advice.add(refused(domain, uri, reason));
      case ReportDestination.Unavailable(var name, var reason) ->
          advice.add(Advice.unknown("rua-unavailable", name.toString(), reason));
    }
    uri.host()
        .flatMap(mx::unreachable)
        .ifPresent(reason ->
            advice.add(
                Advice.error("rua-unreachable", "reports to " + uri + " are lost: " + reason)));
  }

  /// RFC 9990 §4: a host of others must say that it wants these reports.
  private static Advice refused(DomainName domain, ReportUri uri, String reason) {
    var advice =
        Advice.error("rua-not-authorised", "no reports are sent to " + uri + ": " + reason);
    return uri.host()
        .map(host ->
            advice.publishing(DnsRecord.txt(domain + "._report._dmarc." + host, "v=DMARC1")))
        .orElse(advice);
  }
}
