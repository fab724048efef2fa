package io.signetmail.cli;

import io.signetmail.auth.dmarc.DmarcEvaluation;
import io.signetmail.auth.dmarc.DmarcMode;
import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dmarc.IdentifierAlignment;
import io.signetmail.auth.dmarc.PublishedPolicy;
import io.signetmail.cli.text.Section;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Tells a DMARC result: whose record applies, which tag of it, and what is aligned.
final class DmarcSection {
  private DmarcSection() {}

  static Section of(DmarcMode edition, DmarcResult result, RecordingDns dns) {
    var section =
        new Section("DMARC", result.keyword() + ": " + result.reason())
            .fact("edition", name(edition))
            .json("edition", name(edition))
            .json("result", result.keyword())
            .json("reason", result.reason());
    result.details().ifPresent(details -> describe(details, result, section));
    dns.tell(section);
    return section;
  }

  static String name(DmarcMode edition) {
    return switch (edition) {
      case RFC9989 -> "RFC 9989";
      case RFC7489 -> "RFC 7489";
    };
  }

  private static void describe(DmarcEvaluation details, DmarcResult result, Section section) {
    var policy = details.policy();
    var asks =
        result instanceof DmarcResult.Fail
            ? policy.effective().keyword()
            : DmarcPolicy.NONE.keyword();
    section
        .fact("record", "at " + policy.domain() + ": " + policy.text())
        .fact("policy", policy(policy))
        .fact("asks for", result instanceof DmarcResult.Fail ? asks + " of this message" : "")
        .json("policyDomain", policy.domain())
        .json("record", policy.text())
        .json("policyTag", tag(policy))
        .json("policy", policy.requested().keyword())
        .json("effectivePolicy", policy.effective().keyword())
        .json("asksFor", asks);
    if (details.identifiers().isEmpty()) {
      section.fact("aligned", "nothing: no SPF domain, no signature");
    }
    for (var one : details.identifiers()) {
      section.fact("aligned", aligned(one, details));
    }
    section.json("identifiers", details.identifiers().stream().map(DmarcSection::json).toList());
  }

  static String policy(PublishedPolicy policy) {
    var whose =
        switch (policy.level()) {
          case AUTHOR_DOMAIN -> "of the author domain itself";
          case ORGANIZATIONAL_DOMAIN -> "of its organizational domain";
          case PUBLIC_SUFFIX_DOMAIN -> "of the public suffix above it";
        };
    var text = policy.requested().keyword() + ", tag " + tag(policy) + " of the record " + whose;
    if (policy.effective() != policy.requested()) {
      text += ", in test mode (t=y): " + policy.effective().keyword();
    }
    if (policy.percent() < 100) {
      text += ", for " + policy.percent() + " % of the messages (pct)";
    }
    return text;
  }

  static String tag(PublishedPolicy policy) {
    return policy.tag().name().toLowerCase(Locale.ROOT);
  }

  private static String aligned(IdentifierAlignment one, DmarcEvaluation details) {
    var identifier = one.identifier();
    var mode =
        switch (identifier.method()) {
          case SPF -> details.policy().record().aspf();
          case DKIM -> details.policy().record().adkim();
        };
    var passed =
        switch (identifier.state()) {
          case PASS -> "passed";
          case UNDECIDED -> "could not be checked";
          case NO_PASS -> "did not pass";
        };
    var how =
        switch (one.alignment()) {
          case ALIGNED -> "aligned";
          case NOT_ALIGNED ->
              passed.equals("passed") ? "not aligned" : "so its alignment does not matter";
          case UNKNOWN -> "alignment unknown";
        };
    return "%s %s %s, %s (%s)"
        .formatted(
            identifier.method(),
            identifier.domain(),
            passed,
            how,
            mode.name().toLowerCase(Locale.ROOT));
  }

  private static Map<String, ?> json(IdentifierAlignment one) {
    var json = new LinkedHashMap<String, Object>();
    json.put("method", one.identifier().method().name().toLowerCase(Locale.ROOT));
    json.put("domain", one.identifier().domain().toString());
    json.put("state", one.identifier().state().name().toLowerCase(Locale.ROOT));
    json.put("alignment", one.alignment().name().toLowerCase(Locale.ROOT));
    return json;
  }
}
