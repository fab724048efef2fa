package io.signetmail.auth.dmarc;

import java.util.List;
import java.util.stream.Collectors;

/// A DMARC policy record (RFC 9989 §4.7), every tag with its value or its default.
///
/// - `testing`: `t=y`. `percent`: `pct`, which only RFC 7489 knows.
public record DmarcRecord(
    PolicyTag p,
    PolicyTag sp,
    PolicyTag np,
    AlignmentMode adkim,
    AlignmentMode aspf,
    PsdFlag psd,
    boolean testing,
    List<FailureReporting> failureReporting,
    List<ReportUri> rua,
    List<ReportUri> ruf,
    int percent) {
  /// What a record is good for as a policy (RFC 9989 §4.10.1, RFC 7489 §6.6.3).
  public enum Use {
    /// As published.
    POLICY,
    /// Something about the policy is wrong, but reports are wanted: act as if it said `p=none`.
    MONITORING,
    /// No DMARC processing.
    NOTHING
  }

  public DmarcRecord {
    failureReporting = List.copyOf(failureReporting);
    rua = List.copyOf(rua);
    ruf = List.copyOf(ruf);
  }

  public Use use(DmarcMode mode) {
    boolean broken =
        !(p instanceof PolicyTag.Valid)
            || sp instanceof PolicyTag.Invalid
            || (mode == DmarcMode.RFC9989 && np instanceof PolicyTag.Invalid);
    if (!broken) {
      return Use.POLICY;
    }
    return rua.stream().anyMatch(ReportUri::isMailto) ? Use.MONITORING : Use.NOTHING;
  }

  /// The record as it could be published, defaults left out.
  public String print() {
    var text = new StringBuilder("v=DMARC1");
    print(text, "p", p);
    print(text, "sp", sp);
    print(text, "np", np);
    if (adkim != AlignmentMode.RELAXED) {
      text.append("; adkim=").append(adkim.keyword());
    }
    if (aspf != AlignmentMode.RELAXED) {
      text.append("; aspf=").append(aspf.keyword());
    }
    if (psd != PsdFlag.UNSAID) {
      text.append("; psd=").append(psd.keyword());
    }
    if (testing) {
      text.append("; t=y");
    }
    if (!failureReporting.equals(DmarcRecordParser.DEFAULT_FAILURE_REPORTING)) {
      text.append("; fo=");
      text.append(
          failureReporting.stream()
              .map(FailureReporting::keyword)
              .collect(Collectors.joining(":")));
    }
    print(text, "rua", rua);
    print(text, "ruf", ruf);
    if (percent != DmarcRecordParser.DEFAULT_PERCENT) {
      text.append("; pct=").append(percent);
    }
    return text.toString();
  }

  private static void print(StringBuilder text, String name, PolicyTag tag) {
    switch (tag) {
      case PolicyTag.Absent _ -> {}
      case PolicyTag.Valid(var policy) ->
          text.append("; ").append(name).append('=').append(policy.keyword());
      case PolicyTag.Invalid(var value) -> text.append("; ").append(name).append('=').append(value);
    }
  }

  private static void print(StringBuilder text, String name, List<ReportUri> uris) {
    if (!uris.isEmpty()) {
      text.append("; ").append(name).append('=');
      text.append(uris.stream().map(ReportUri::uri).collect(Collectors.joining(",")));
    }
  }
}
