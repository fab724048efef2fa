package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.ReportDestination;
import io.signetmail.auth.dmarc.ReportDestinations;
import io.signetmail.auth.dmarc.ReportUri;
import io.signetmail.auth.dns.DomainName;

/// `dmarc/external-report.json`: may reports about one domain go to another (RFC 9990 §4)?
final class DmarcExternalReports {
  static final CorpusReader READER =
      CorpusReader.json("dmarc/external-report.json", _ -> DmarcExternalReports::check);

  private DmarcExternalReports() {}

  private static void check(JsonNode one, Findings findings) {
    var destinations =
        new ReportDestinations(
            JsonZones.of(one.path("dns")), DmarcSettings.rfc9989(), Words.RECORDED);
    var uri = new ReportUri("mailto:reports@" + one.path("rua_domain").asText());
    var destination = destinations.check(DomainName.of(one.path("policy_domain").asText()), uri);
    boolean accepted =
        switch (destination) {
          case ReportDestination.SameOrganization _, ReportDestination.Authorized _ -> true;
          case ReportDestination.NotAuthorized _, ReportDestination.Unavailable _ -> false;
        };
    findings.equal("accepted", one.path("accepted").asBoolean(), accepted);
    findings.equal(
        "DNS trouble",
        one.path("status").asText().equals("temperror"),
        destination instanceof ReportDestination.Unavailable);
  }
}
