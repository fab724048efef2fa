package io.signetmail.auth.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportDestinationsTest {
  private static final ZoneDns ZONE =
      ZoneDns.parse(
          """
          _dmarc.example.com                        TXT "v=DMARC1; p=none"
          example.com._report._dmarc.agrees.example TXT "v=DMARC1;"
          *._report._dmarc.anyone.example           TXT "v=DMARC1"
          example.com._report._dmarc.moved.example  TXT "v=DMARC1; rua=mailto:new@moved.example"
          example.com._report._dmarc.victim.example TXT "v=DMARC1; rua=mailto:new@other.example"
          example.com._report._dmarc.junk.example   TXT "hello"
          example.com._report._dmarc.down.example   SERVFAIL
          """);

  /// RFC 9990 §4.
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      textBlock =
          """
          mailto:d@example.com,       SameOrganization
          mailto:d@mail.example.com,  SameOrganization
          mailto:d@agrees.example,    Authorized
          mailto:d@anyone.example,    Authorized
          mailto:d@moved.example,     Authorized
          mailto:d@victim.example,    NotAuthorized
          mailto:d@junk.example,      NotAuthorized
          mailto:d@silent.example,    NotAuthorized
          https://example.com/reports,NotAuthorized
          mailto:d@down.example,      Unavailable
          """)
  void destinations(String uri, String expected) {
    var destinations =
        new ReportDestinations(ZONE, DmarcSettings.rfc9989(), InstantSource.system());
    var destination =
        destinations.check(DomainName.of("example.com"), ReportUri.parse(uri).orElseThrow());
    assertThat(destination.getClass().getSimpleName()).isEqualTo(expected);
    if (destination instanceof ReportDestination.Authorized(var uris)) {
      assertThat(uris)
          .containsExactly(new ReportUri(uri.contains("moved") ? "mailto:new@moved.example" : uri));
    }
  }
}
