package io.signetmail.cli;

import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimProblem;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimSignature;
import io.signetmail.auth.dkim.DkimSignatureParser;
import io.signetmail.auth.dkim.DkimSignatureParser.Dialect;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.cli.text.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Tells DKIM results: for each field from the top what it claims, what it covers, why it passes or
/// not.
final class DkimSections {
  private DkimSections() {}

  static List<Section> of(ParsedMessage message, List<DkimResult> results, RecordingDns dns) {
    var sections = new ArrayList<Section>();
    var fields = message.headers("dkim-signature");
    if (results.isEmpty()) {
      sections.add(
          new Section("DKIM", "none: the message has no signature").json("result", "none"));
    }
    for (var i = 0; i < results.size(); i++) {
      var result = results.get(i);
      var section = headline(result).fact("field", "number " + (i + 1) + " from the top");
      if (i < fields.size()
          && DkimSignatureParser.parse(fields.get(i), Dialect.DKIM, DkimLimits.DEFAULT)
              instanceof DkimSignatureParser.WellFormed(var signature)) {
        describe(signature, section);
      }
      sections.add(section);
    }
    dns.tell(sections.getLast());
    return sections;
  }

  private static Section headline(DkimResult result) {
    var identity = result.identity();
    var domain = identity.domain().map(Object::toString).orElse("?");
    var selector = identity.selector().map(Object::toString).orElse("?");
    var why =
        result instanceof DkimResult.Pass(_, var bits, var testing)
            ? "key of " + bits + " bits" + (testing ? ", the domain is testing (t=y)" : "")
            : result.reason().map(DkimProblem::detail).orElse("");
    var section =
        new Section("DKIM", "%s: d=%s s=%s: %s".formatted(result.keyword(), domain, selector, why))
            .json("result", result.keyword())
            .json("domain", identity.domain())
            .json("selector", identity.selector())
            .json("algorithm", identity.algorithm())
            .json("auid", identity.auid())
            .json("reason", result.reason().map(DkimProblem::detail));
    return result instanceof DkimResult.Pass(_, var bits, var testing)
        ? section.json("keyBits", bits).json("testing", testing)
        : section;
  }

  private static void describe(DkimSignature signature, Section section) {
    var modes =
        signature.headerCanonicalization().tag() + "/" + signature.bodyCanonicalization().tag();
    section
        .fact("algorithm", signature.algorithm().tag() + ", c=" + modes)
        .fact("signs", String.join(" ", signature.signedFields()))
        .fact("body", body(signature.bodyLimit()))
        .fact("signed", time(signature.timestamp()))
        .fact("expires", time(signature.expiration()))
        .json("canonicalization", modes)
        .json("signedFields", signature.signedFields());
    signature.bodyLimit().ifPresent(limit -> section.json("bodyLimit", limit));
    signature.timestamp().ifPresent(at -> section.json("timestamp", at));
    signature.expiration().ifPresent(at -> section.json("expiration", at));
  }

  private static String body(OptionalLong limit) {
    return limit.isPresent() ? "the first " + limit.getAsLong() + " bytes only (l=)" : "all of it";
  }

  private static String time(OptionalLong seconds) {
    // Past this a year has more than four digits.
    return seconds.isPresent() && seconds.getAsLong() < 253_402_300_800L
        ? Instant.ofEpochSecond(seconds.getAsLong()).toString()
        : "";
  }
}
