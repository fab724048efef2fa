package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.DomainName;
import java.util.List;

/// Whether reports about a domain may be sent to an address (RFC 9990 §4).
public sealed interface ReportDestination {
  /// The address belongs to the organization that asks for the reports.
  record SameOrganization(ReportUri uri) implements ReportDestination {}

  /// The receiver agrees; `uris` are where it wants them, on the same host.
  record Authorized(List<ReportUri> uris) implements ReportDestination {
    public Authorized {
      uris = List.copyOf(uris);
    }
  }

  /// Reports must not go there.
  record NotAuthorized(String reason) implements ReportDestination {}

  /// DNS did not say; ask again later.
  record Unavailable(DomainName asked, String reason) implements ReportDestination {}
}
