package io.signetmail.auth.dmarc;

import io.signetmail.auth.dmarc.DmarcRecordParser.Parsed;
import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DnsDeadline;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import java.time.InstantSource;
import java.util.List;

/// Verifies external destinations of reports (RFC 9990 §4), so that nobody can have ours sent to a
/// victim. Safe for any number of threads.
public final class ReportDestinations {
  private final DnsClient dns;
  private final DmarcSettings settings;
  private final InstantSource clock;

  public ReportDestinations(DnsClient dns, DmarcSettings settings, InstantSource clock) {
    this.dns = dns;
    this.settings = settings;
    this.clock = clock;
  }

  /// `policyDomain` is where the record with the address was found.
  public ReportDestination check(DomainName policyDomain, ReportUri uri) {
    var host = uri.host();
    if (host.isEmpty()) {
      return new ReportDestination.NotAuthorized("not a mail address: only mailto: is supported");
    }
    var bounded = dns.until(DnsDeadline.after(settings.timeout(), clock));
    var organizational =
        switch (settings.mode()) {
          case RFC9989 -> new OrganizationalDomains.ByTreeWalk(new RecordLookup(bounded));
          case RFC7489 -> new OrganizationalDomains.ByPublicSuffixList(settings.publicSuffixes());
        };
    return switch (new Aligner(policyDomain, organizational)
        .align(host.get(), AlignmentMode.RELAXED)) {
      case ALIGNED -> new ReportDestination.SameOrganization(uri);
      case NOT_ALIGNED -> external(bounded, policyDomain, uri, host.get());
      case UNKNOWN ->
          new ReportDestination.Unavailable(host.get(), "organizational domain unknown");
    };
  }

  private static ReportDestination external(
      DnsClient dns, DomainName policyDomain, ReportUri uri, DomainName host) {
    var name = host.prepend(policyDomain + "._report._dmarc");
    if (name.isEmpty()) {
      return new ReportDestination.NotAuthorized("name too long for DNS"); // step 4
    }
    return switch (dns.txt(name.get())) {
      case DnsAnswer.Found<TxtRecord>(var records, _, _) -> agreed(records, uri, host);
      case DnsAnswer.NoData<TxtRecord> _, DnsAnswer.NoDomain<TxtRecord> _ ->
          new ReportDestination.NotAuthorized("no record at " + name.get());
      case DnsAnswer.Unavailable<TxtRecord>(var reason) ->
          new ReportDestination.Unavailable(name.get(), reason);
    };
  }

  /// Steps 6 to 9.
  private static ReportDestination agreed(List<TxtRecord> records, ReportUri uri, DomainName host) {
    var valid =
        records.stream()
            .map(record -> DmarcRecordParser.parse(record.text()))
            .filter(Parsed.Valid.class::isInstance)
            .map(parsed -> ((Parsed.Valid) parsed).record())
            .toList();
    if (valid.isEmpty()) {
      return new ReportDestination.NotAuthorized("no DMARC record at " + host);
    }
    var wanted = valid.stream().map(DmarcRecord::rua).filter(rua -> !rua.isEmpty()).findFirst();
    if (wanted.isEmpty()) {
      return new ReportDestination.Authorized(List.of(uri));
    }
    // Step 9: the replacement stays on the host, or nothing is sent at all.
    return wanted.get().stream().allMatch(other -> other.host().filter(host::equals).isPresent())
        ? new ReportDestination.Authorized(wanted.get())
        : new ReportDestination.NotAuthorized("its record names another host");
  }
}
