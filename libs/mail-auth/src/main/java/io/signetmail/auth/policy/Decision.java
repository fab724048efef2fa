package io.signetmail.auth.policy;

import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.dmarc.DmarcPolicy;
import java.util.List;
import java.util.stream.Collectors;

/// What to do with a message. `overrides` says why it is not what the published policy asks for.
public sealed interface Decision {

  record Accept(List<PolicyOverride> overrides) implements Decision {
    public Accept {
      overrides = List.copyOf(overrides);
    }
  }

  /// Deliver, marked as suspicious.
  record Quarantine(String reason, List<PolicyOverride> overrides) implements Decision {
    public Quarantine {
      overrides = List.copyOf(overrides);
    }
  }

  /// 550: never delivered.
  record Refuse(SmtpReply reply, String reason) implements Decision {}

  /// 451: ask again later. Never reported to domain owners.
  record Defer(SmtpReply reply, String reason) implements Decision {}

  /// Why not what the published policy asks for.
  default List<PolicyOverride> deviations() {
    return switch (this) {
      case Accept(var overrides) -> overrides;
      case Quarantine(_, var overrides) -> overrides;
      case Refuse _, Defer _ -> List.of();
    };
  }

  /// The disposition of an aggregate report (RFC 9990 §3.1.1.4).
  default DmarcPolicy disposition() {
    return switch (this) {
      case Accept _, Defer _ -> DmarcPolicy.NONE;
      case Quarantine _ -> DmarcPolicy.QUARANTINE;
      case Refuse _ -> DmarcPolicy.REJECT;
    };
  }

  /// The same results, with what was done and why as a comment at `dmarc=`.
  default AuthenticationResults annotate(AuthenticationResults results) {
    return new AuthenticationResults(
        results.authservId(),
        results.version(),
        results.results().stream()
            .map(result -> result.method().equals("dmarc") ? annotate(result) : result)
            .toList());
  }

  private MethodResult annotate(MethodResult dmarc) {
    var why = deviations().stream().map(PolicyOverride::toString).collect(Collectors.joining(", "));
    var done = "dis=" + disposition().keyword() + (why.isEmpty() ? "" : ", " + why);
    var before = dmarc.remark();
    return dmarc.withRemark(before == null ? done : before + " " + done);
  }
}
