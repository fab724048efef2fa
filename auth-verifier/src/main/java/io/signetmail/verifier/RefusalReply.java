package io.signetmail.verifier;

import io.signetmail.auth.Authentication;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dmarc.DmarcEvaluation;
import io.signetmail.auth.spf.SpfResult;
import io.signetmail.bus.SmtpReply;
import java.util.ArrayList;
import java.util.stream.Collectors;

/// The reply to a message that violates a DMARC policy: whose, what was asked of it and what was
/// found, so that an honest sender knows what to repair.
///
/// One printable line that fits a reply (RFC 5321 §4.5.3.1.5) however long the names in it are.
final class RefusalReply {
  private static final int CODE = 550;

  /// RFC 7372 §3.3: several checks failed.
  private static final String SEVERAL_FAILED = "5.7.26";

  private static final String POLICY = "5.7.1";

  /// A stranger chose this name.
  private static final int MAX_NAME = 64;

  private static final int MAX_SIGNATURES = 2;

  /// With the id and the code, well below 512 octets.
  private static final int MAX_TEXT = 400;

  private RefusalReply() {}

  static SmtpReply of(Authentication found, DmarcEvaluation evaluation, String messageId) {
    var text =
        "The message violates the DMARC policy of "
            + evaluation.authorDomain()
            + policy(evaluation)
            + "; "
            + spf(found.spf())
            + "; "
            + dkim(found);
    return new SmtpReply(CODE, code(found), clip(text, MAX_TEXT) + " (<" + messageId + ">)");
  }

  private static String policy(DmarcEvaluation evaluation) {
    var published = evaluation.policy();
    var where =
        published.domain().equals(evaluation.authorDomain())
            ? ""
            : " at " + name(published.domain().toString());
    return " (p=" + published.effective().keyword() + where + ")";
  }

  private static String spf(SpfResult spf) {
    var whose = spf.identity().domain().map(d -> " for " + name(d.toString())).orElse("");
    return "SPF " + spf.keyword() + whose + (spf instanceof SpfResult.Pass ? ", not aligned" : "");
  }

  private static String dkim(Authentication found) {
    if (found.dkim().isEmpty()) {
      return "no DKIM signature";
    }
    var said = new ArrayList<String>();
    found.dkim().stream().limit(MAX_SIGNATURES).map(RefusalReply::signature).forEach(said::add);
    int more = found.dkim().size() - said.size();
    if (more > 0) {
      said.add(more + " more");
    }
    return said.stream().collect(Collectors.joining(", ", "DKIM ", ""));
  }

  private static String signature(DkimResult result) {
    var whose = result.domain().map(d -> " for " + name(d.toString())).orElse("");
    return result.keyword() + whose + (result.passed() ? " (not aligned)" : "");
  }

  private static String code(Authentication found) {
    boolean spfFailed =
        switch (found.spf()) {
          case SpfResult.Fail _, SpfResult.PermError _ -> true;
          case SpfResult.Pass _,
              SpfResult.None _,
              SpfResult.Neutral _,
              SpfResult.SoftFail _,
              SpfResult.TempError _ ->
              false;
        };
    return spfFailed && found.dkim().stream().noneMatch(DkimResult::passed)
        ? SEVERAL_FAILED
        : POLICY;
  }

  private static String name(String domain) {
    return clip(domain, MAX_NAME);
  }

  private static String clip(String text, int length) {
    var printable =
        text.chars()
            .map(c -> c >= ' ' && c < 0x7f ? c : '?')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return printable.length() <= length ? printable : printable.substring(0, length - 3) + "...";
  }
}
