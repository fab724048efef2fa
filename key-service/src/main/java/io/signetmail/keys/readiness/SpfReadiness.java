package io.signetmail.keys.readiness;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.spf.Directive;
import io.signetmail.auth.spf.Mechanism;
import io.signetmail.auth.spf.Qualifier;
import io.signetmail.auth.spf.SpfRecord;
import io.signetmail.auth.spf.SpfRecordParser;
import io.signetmail.auth.spf.SpfRecordParser.Parsed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/// What is wrong with a domain's SPF record.
final class SpfReadiness {
  /// RFC 7208 §4.6.4: more than ten terms that ask DNS, or more than two that find nothing, end in
  /// permerror.
  private static final int MAX_TERMS = 10;

  private static final int MAX_VOIDS = 2;

  private final DnsClient dns;
  private final String platform;

  /// @param platform the SPF terms of the platform's own servers
  SpfReadiness(DnsClient dns, String platform) {
    this.dns = dns;
    this.platform = platform;
  }

  List<Advice> check(DomainName domain) {
    return switch (dns.txt(domain)) {
      case DnsAnswer.Found<TxtRecord>(var records, _, _) -> {
        var texts = records.stream().map(TxtRecord::text).filter(SpfRecordParser::isSpf).toList();
        yield texts.isEmpty() ? missing(domain) : found(domain, texts);
      }
      case DnsAnswer.NoData<TxtRecord> _, DnsAnswer.NoDomain<TxtRecord> _ -> missing(domain);
      case DnsAnswer.Unavailable<TxtRecord>(var reason) ->
          List.of(Advice.unknown("spf-unavailable", domain.toString(), reason));
    };
  }

  private List<Advice> missing(DomainName domain) {
    return List.of(
        Advice.warning(
                "spf-missing",
                "there is no SPF record: only DKIM can make this domain's mail pass DMARC")
            .publishing(DnsRecord.txt(domain.toString(), "v=spf1 " + platform + " ~all")));
  }

  private List<Advice> found(DomainName domain, List<String> texts) {
    if (texts.size() > 1) {
      // RFC 7208 §4.5: more than one record is permerror.
      return List.of(
          Advice.error(
                  "spf-several-records",
                  "there are %d SPF records, which all receivers treat as an error: make it one"
                      .formatted(texts.size()))
              .publishing(DnsRecord.txt(domain.toString(), merged(texts))));
    }
    return switch (SpfRecordParser.parse(texts.getFirst())) {
      case Parsed.Valid(var record) -> valid(domain, record);
      case Parsed.Invalid(var detail) ->
          List.of(
              Advice.error(
                  "spf-syntax",
                  "the SPF record cannot be read: " + detail + ". It counts for nothing"));
    };
  }

  private List<Advice> valid(DomainName domain, SpfRecord record) {
    var advice = new ArrayList<Advice>();
    advice.add(Advice.info("spf-record", record.print()));
    passAll(domain, record, advice);
    ptr(domain, record, advice);
    if (record.redirect().isEmpty()
        && record.directives().stream().noneMatch(SpfReadiness::isAll)) {
      advice.add(
          Advice.warning(
                  "spf-no-all", "the record ends without all: it says nothing about other senders")
              .publishing(DnsRecord.txt(domain.toString(), record.print() + " ~all")));
    }
    var walk = new SpfWalk(dns);
    walk.follow(domain, record);
    if (walk.terms() > MAX_TERMS) {
      advice.add(
          Advice.error(
              "spf-too-many-lookups",
              "the record needs %d DNS lookups, receivers stop after %d with an error: take includes out"
                  .formatted(walk.terms(), MAX_TERMS)));
    }
    voids(walk.voids(), advice);
    advice.addAll(walk.problems());
    return List.copyOf(advice);
  }

  private static void voids(List<String> voids, List<Advice> advice) {
    if (voids.isEmpty()) {
      return;
    }
    var detail = "these names of the record have no records: " + String.join(", ", voids);
    advice.add(
        voids.size() > MAX_VOIDS
            ? Advice.error("spf-void-lookups", detail + "; after two receivers stop with an error")
            : Advice.warning("spf-void-lookups", detail));
  }

  private static void passAll(DomainName domain, SpfRecord record, List<Advice> advice) {
    var passing = record.directives().stream().filter(SpfReadiness::isPassAll).findFirst();
    passing.ifPresent(directive ->
        advice.add(
            Advice.error(
                    "spf-pass-all", directive.text() + " lets the whole world send as " + domain)
                .publishing(
                    DnsRecord.txt(
                        domain.toString(),
                        record.terms().stream()
                            .map(term -> term.equals(directive.text()) ? "~all" : term)
                            .collect(Collectors.joining(" ", "v=spf1 ", ""))))));
  }

  private static void ptr(DomainName domain, SpfRecord record, List<Advice> advice) {
    var ptrs =
        record.directives().stream()
            .filter(directive -> directive.mechanism() instanceof Mechanism.Ptr)
            .map(Directive::text)
            .toList();
    if (!ptrs.isEmpty()) {
      // RFC 7208 §5.5: "do not use".
      advice.add(
          Advice.warning("spf-ptr", "ptr is slow and unreliable, and should not be published")
              .publishing(
                  DnsRecord.txt(
                      domain.toString(),
                      record.terms().stream()
                          .filter(term -> !ptrs.contains(term))
                          .collect(Collectors.joining(" ", "v=spf1 ", "")))));
    }
  }

  private static boolean isAll(Directive directive) {
    return directive.mechanism() instanceof Mechanism.All;
  }

  private static boolean isPassAll(Directive directive) {
    return isAll(directive) && directive.qualifier() == Qualifier.PASS;
  }

  /// Every term once, and what the last record says about all others.
  private static String merged(List<String> texts) {
    var terms = new LinkedHashSet<String>();
    var all = "~all";
    for (var text : texts) {
      for (var term : text.substring("v=spf1".length()).strip().split(" +", -1)) {
        if (term.matches("(?i)[-+~?]?all")) {
          all = term.matches("(?i)\\+?all") ? "~all" : term;
        } else if (!term.isEmpty()) {
          terms.add(term);
        }
      }
    }
    terms.add(all);
    return "v=spf1 " + String.join(" ", terms);
  }
}
