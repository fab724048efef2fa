package io.signetmail.keys.readiness;

import io.signetmail.auth.dmarc.AlignmentMode;
import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dmarc.DmarcRecord;
import io.signetmail.auth.dmarc.DmarcRecordParser;
import io.signetmail.auth.dmarc.DmarcRecordParser.Parsed;
import io.signetmail.auth.dmarc.FailureReporting;
import io.signetmail.auth.dmarc.PolicyTag;
import io.signetmail.auth.dmarc.PsdFlag;
import io.signetmail.auth.dmarc.ReportUri;
import io.signetmail.auth.dns.DomainName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The way of a domain from watching to enforcing, as records to publish: none, quarantine, reject.
///
/// Never `pct`, which the standard dropped, and never `t=y`, which older receivers do not know:
/// both look like a smaller step than they are.
public final class DmarcStages {
  private static final int NO_SAMPLING = 100;

  private final Optional<String> reports;

  /// @param reports mailbox for aggregate reports; empty for one at each domain
  public DmarcStages(Optional<String> reports) {
    this.reports = reports;
  }

  /// @param when what must be true before this record is published
  public record Stage(DmarcPolicy policy, DnsRecord record, String when) {}

  /// All stages; what the published record says besides its policy stays as it is.
  public List<Stage> of(DomainName domain, Optional<DmarcRecord> published) {
    var base = published.map(record -> repaired(domain, record)).orElseGet(() -> fresh(domain));
    return Arrays.stream(DmarcPolicy.values())
        .map(policy ->
            new Stage(
                policy,
                DnsRecord.txt("_dmarc." + domain, with(base, new PolicyTag.Valid(policy)).print()),
                when(policy)))
        .toList();
  }

  DnsRecord first(DomainName domain) {
    return DnsRecord.txt("_dmarc." + domain, fresh(domain).print());
  }

  /// The record without what is broken, dropped from the standard or misleading.
  DmarcRecord repaired(DomainName domain, DmarcRecord record) {
    var rua = record.rua().isEmpty() ? reportsOf(domain) : record.rua();
    return new DmarcRecord(
        record.p() instanceof PolicyTag.Valid ? record.p() : new PolicyTag.Valid(DmarcPolicy.NONE),
        valid(record.sp()),
        valid(record.np()),
        record.adkim(),
        record.aspf(),
        record.psd(),
        false,
        record.failureReporting(),
        rua,
        record.ruf(),
        NO_SAMPLING);
  }

  private static PolicyTag valid(PolicyTag tag) {
    return tag instanceof PolicyTag.Valid ? tag : new PolicyTag.Absent();
  }

  private DmarcRecord fresh(DomainName domain) {
    return new DmarcRecord(
        new PolicyTag.Valid(DmarcPolicy.NONE),
        new PolicyTag.Absent(),
        new PolicyTag.Absent(),
        AlignmentMode.RELAXED,
        AlignmentMode.RELAXED,
        PsdFlag.UNSAID,
        false,
        List.of(FailureReporting.ALL_FAIL),
        reportsOf(domain),
        List.of(),
        NO_SAMPLING);
  }

  private List<ReportUri> reportsOf(DomainName domain) {
    var mailbox = reports.orElse("dmarc-reports@" + domain);
    return DmarcRecordParser.parse("v=DMARC1; p=none; rua=mailto:" + mailbox)
            instanceof Parsed.Valid(var record, _, _)
        ? record.rua()
        : List.of();
  }

  private static DmarcRecord with(DmarcRecord base, PolicyTag policy) {
    return new DmarcRecord(
        policy,
        base.sp(),
        base.np(),
        base.adkim(),
        base.aspf(),
        base.psd(),
        false,
        base.failureReporting(),
        base.rua(),
        base.ruf(),
        NO_SAMPLING);
  }

  private static String when(DmarcPolicy policy) {
    return switch (policy) {
      case NONE -> "now: nothing is refused, and reports begin to arrive within two days";
      case QUARANTINE ->
          "when the reports of two weeks show no mail of your own that fails: what fails then goes to"
              + " the junk folder";
      case REJECT ->
          "when two weeks of quarantine brought no complaint: what fails then is refused";
    };
  }
}
