package io.signetmail.keys.readiness;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.spf.Directive;
import io.signetmail.auth.spf.MacroString;
import io.signetmail.auth.spf.Mechanism;
import io.signetmail.auth.spf.SpfRecord;
import io.signetmail.auth.spf.SpfRecordParser;
import io.signetmail.auth.spf.SpfRecordParser.Parsed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Follows a record through everything it includes, as an evaluation does in which nothing matches:
/// the most DNS questions the record can cost.
final class SpfWalk {
  /// Past this the answer is clear, and the record may be built to keep us busy.
  private static final int MAX_TERMS = 40;

  /// RFC 7208 §4.6.4: an MX with more names ends in permerror.
  private static final int MAX_MX_NAMES = 10;

  private final DnsClient dns;
  private final Set<DomainName> open = new HashSet<>();
  private final List<String> voids = new ArrayList<>();
  private final List<Advice> problems = new ArrayList<>();
  private int terms;

  SpfWalk(DnsClient dns) {
    this.dns = dns;
  }

  int terms() {
    return terms;
  }

  /// The names that were asked for and gave nothing.
  List<String> voids() {
    return List.copyOf(voids);
  }

  /// What is wrong in the records that are included.
  List<Advice> problems() {
    return List.copyOf(problems);
  }

  void follow(DomainName domain, SpfRecord record) {
    open.add(domain);
    for (var directive : record.directives()) {
      if (terms > MAX_TERMS) {
        return;
      }
      follow(domain, directive);
    }
    // RFC 7208 §6.1: "all" makes a redirect meaningless.
    if (record.directives().stream().noneMatch(d -> d.mechanism() instanceof Mechanism.All)) {
      record
          .redirect()
          .ifPresent(target -> {
            terms++;
            fetch(domain, target, "redirect");
          });
    }
    open.remove(domain);
  }

  private void follow(DomainName domain, Directive directive) {
    switch (directive.mechanism()) {
      case Mechanism.All _, Mechanism.Ip _ -> {}
      case Mechanism.Include(var target) -> {
        terms++;
        fetch(domain, target, "include");
      }
      case Mechanism.A(var target, _, _) -> {
        terms++;
        name(domain, target).ifPresent(this::address);
      }
      case Mechanism.Mx(var target, _, _) -> {
        terms++;
        name(domain, target).ifPresent(this::exchangers);
      }
      case Mechanism.Exists(var target) -> {
        terms++;
        name(domain, target).ifPresent(this::address);
      }
      case Mechanism.Ptr _ -> terms++;
    }
  }

  private void fetch(DomainName domain, MacroString spec, String how) {
    var target = name(domain, spec);
    if (target.isEmpty() || terms > MAX_TERMS) {
      return;
    }
    var name = target.get();
    if (open.contains(name)) {
      problems.add(
          Advice.error(
              "spf-loop",
              "the record of "
                  + domain
                  + " includes "
                  + name
                  + ", which includes it in turn: evaluation ends in an error"));
      return;
    }
    switch (dns.txt(name)) {
      case DnsAnswer.Found<TxtRecord>(var records, _, _) -> included(name, records, how);
      case DnsAnswer.NoData<TxtRecord> _, DnsAnswer.NoDomain<TxtRecord> _ -> {
        voids.add(name.toString());
        noRecord(name, how);
      }
      case DnsAnswer.Unavailable<TxtRecord>(var reason) ->
          problems.add(Advice.unknown("spf-unavailable", name.toString(), reason));
    }
  }

  private void included(DomainName name, List<TxtRecord> records, String how) {
    var texts = records.stream().map(TxtRecord::text).filter(SpfRecordParser::isSpf).toList();
    if (texts.isEmpty()) {
      noRecord(name, how);
    } else if (texts.size() > 1) {
      problems.add(
          Advice.error("spf-include-broken", name + " has " + texts.size() + " SPF records"));
    } else {
      switch (SpfRecordParser.parse(texts.getFirst())) {
        case Parsed.Valid(var record) -> follow(name, record);
        case Parsed.Invalid(var detail) ->
            problems.add(
                Advice.error("spf-include-broken", "the record of " + name + ": " + detail));
      }
    }
  }

  /// RFC 7208 §5.2, §6.1: then the whole evaluation ends in permerror.
  private void noRecord(DomainName name, String how) {
    problems.add(
        Advice.error(
            "spf-include-broken",
            "%s names %s, which has no SPF record: every evaluation that gets there fails"
                .formatted(how, name)));
  }

  private void address(DomainName name) {
    if (isVoid(dns.a(name)) && isVoid(dns.aaaa(name))) {
      voids.add(name.toString());
    }
  }

  private void exchangers(DomainName name) {
    var answer = dns.mx(name);
    if (isVoid(answer)) {
      voids.add(name.toString());
    } else if (answer instanceof DnsAnswer.Found<?>(var records, _, _)
        && records.size() > MAX_MX_NAMES) {
      problems.add(
          Advice.error(
              "spf-too-many-mx",
              "%s has %d mail exchangers, more than the %d SPF allows"
                  .formatted(name, records.size(), MAX_MX_NAMES)));
    }
  }

  private static boolean isVoid(DnsAnswer<?> answer) {
    return switch (answer) {
      case DnsAnswer.NoData<?> _, DnsAnswer.NoDomain<?> _ -> true;
      case DnsAnswer.Found<?> _, DnsAnswer.Unavailable<?> _ -> false;
    };
  }

  /// The name, unless it depends on the message.
  private static Optional<DomainName> name(DomainName domain, MacroString spec) {
    var text = new StringBuilder();
    for (var part : spec.parts()) {
      switch (part) {
        case MacroString.Part.Literal(var literal) -> text.append(literal);
        case MacroString.Part.Macro(var letter, int keep, boolean reverse, _, _) -> {
          if (letter != 'd' || keep != 0 || reverse) {
            return Optional.empty();
          }
          text.append(domain);
        }
      }
    }
    return DomainName.parse(text.toString());
  }
}
