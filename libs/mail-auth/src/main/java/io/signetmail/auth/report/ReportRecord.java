package io.signetmail.auth.report;

import java.net.InetAddress;
import java.util.List;

/// One row: messages from one source with one outcome (RFC 9990 §3.1.1.6). Absent texts are empty.
public record ReportRecord(
    InetAddress sourceIp,
    long count,
    PolicyEvaluated evaluated,
    Identifiers identifiers,
    List<Dkim> dkim,
    List<Spf> spf) {

  public ReportRecord {
    dkim = List.copyOf(dkim);
    spf = List.copyOf(spf);
  }

  public record PolicyEvaluated(
      Disposition disposition, AlignedResult dkim, AlignedResult spf, List<Reason> reasons) {
    public PolicyEvaluated {
      reasons = List.copyOf(reasons);
    }

    /// RFC 9989 §4.4: one aligned mechanism is enough.
    public boolean passed() {
      return dkim == AlignedResult.PASS || spf == AlignedResult.PASS;
    }
  }

  /// Why the disposition differs from the policy; the type as written, lower case.
  public record Reason(String type, String comment) {}

  public record Identifiers(String headerFrom, String envelopeFrom, String envelopeTo) {}

  public record Dkim(String domain, String selector, AuthResult result, String humanResult) {}

  /// One SPF check.
  ///
  /// @param scope `mfrom`, or `helo` in reports of the RFC 7489 kind
  public record Spf(String domain, String scope, AuthResult result, String humanResult) {}
}
