package io.signetmail.auth;

import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.dkim.DkimProblem;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfResult;
import java.util.ArrayList;
import java.util.List;

/// Says results in the words of RFC 8601 §2.7.
final class MethodResults {
  private MethodResults() {}

  static List<MethodResult> of(Authentication found) {
    var results = new ArrayList<MethodResult>(4);
    if (found.dkim().isEmpty()) {
      results.add(MethodResult.of("dkim", "none"));
    }
    for (var signature : found.dkim()) {
      results.add(dkim(signature));
    }
    results.add(spf(found.spf(), found.client()));
    results.add(dmarc(found.dmarc(), found.author()));
    results.add(arc(found.arc(), found.client()));
    return results;
  }

  /// RFC 8601 §2.7.1, RFC 6008 for `header.b`.
  private static MethodResult dkim(DkimResult signature) {
    var result = MethodResult.of("dkim", signature.keyword());
    var reason = signature.reason().map(DkimProblem::detail);
    if (reason.isPresent()) {
      result = result.withReason(reason.get());
    }
    var identity = signature.identity();
    var domain = identity.domain().map(Object::toString).orElse("");
    if (!domain.isEmpty()) {
      result = result.with("header", "d", domain);
    }
    var auid = identity.auid().filter(i -> !i.equals("@" + domain));
    if (auid.isPresent()) {
      result = result.with("header", "i", auid.get());
    }
    var selector = identity.selector();
    if (selector.isPresent()) {
      result = result.with("header", "s", selector.get().toString());
    }
    var algorithm = identity.algorithm();
    if (algorithm.isPresent()) {
      result = result.with("header", "a", algorithm.get());
    }
    var start = identity.start();
    return start.isPresent() ? result.with("header", "b", start.get()) : result;
  }

  /// RFC 8601 §2.7.2. For the null path only HELO was there to check (RFC 7208 §2.4).
  private static MethodResult spf(SpfResult spf, SmtpClient client) {
    var result = MethodResult.of("spf", spf.keyword());
    if (client.reversePath() instanceof ReversePath.Mailbox path) {
      result = result.with("smtp", "mailfrom", path.toString());
    }
    return result.with("smtp", "helo", client.helo());
  }

  /// RFC 9989 §9 registers `header.from` and `policy.dmarc`.
  private static MethodResult dmarc(DmarcResult dmarc, AuthorDomain author) {
    var result = MethodResult.of("dmarc", dmarc.keyword());
    var known = dmarc.details();
    if (known.isPresent()) {
      result = result.withRemark("p=" + known.get().policy().requested().keyword());
    }
    if (author instanceof AuthorDomain.Single(_, var domain)) {
      result = result.with("header", "from", domain.toString());
    }
    return known.isPresent()
        ? result.with("policy", "dmarc", evaluatedPolicy(dmarc).keyword())
        : result;
  }

  /// The policy that this result calls for, before any local one.
  private static DmarcPolicy evaluatedPolicy(DmarcResult dmarc) {
    return dmarc instanceof DmarcResult.Fail(var evaluation)
        ? evaluation.policy().effective()
        : DmarcPolicy.NONE;
  }

  /// RFC 8617 §10.2.
  private static MethodResult arc(ArcResult arc, SmtpClient client) {
    return switch (arc) {
      case ArcResult.None _ -> MethodResult.of("arc", arc.keyword());
      case ArcResult.Fail(var reason) ->
          MethodResult.of("arc", arc.keyword())
              .withReason(reason)
              .with("smtp", "remote-ip", client.ip().getHostAddress());
      case ArcResult.Pass(var oldestPass, _) ->
          MethodResult.of("arc", arc.keyword())
              .with("header", "oldest-pass", Integer.toString(oldestPass))
              .with("smtp", "remote-ip", client.ip().getHostAddress());
    };
  }
}
