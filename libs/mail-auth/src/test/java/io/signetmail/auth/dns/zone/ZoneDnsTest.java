package io.signetmail.auth.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsAnswer.Found;
import io.signetmail.auth.dns.DnsAnswer.NoData;
import io.signetmail.auth.dns.DnsAnswer.NoDomain;
import io.signetmail.auth.dns.DnsAnswer.Unavailable;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.TxtRecord;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneDnsTest {
  private static final ZoneDns ZONE =
      ZoneDns.parse(
          """
          $TTL 3600
          example.com.       300 IN MX 10 mail.example.com. ; comment
                                 MX 20 mail2.example.com.
          mail.example.com       A     192.0.2.1
                                 AAAA  2001:db8::1
          www.example.com        CNAME mail.example.com.
          loop.example.com       CNAME loop.example.com
          dangling.example.com   CNAME nowhere.example.com
          txt.example.com        TXT   ( "v=DKIM1; p=AB"
                                         "CD\\"\\065" )
                                 TXT   "second; record"
          *.wild.example.com     TXT   any
          deep.a.wild.example.com A    192.0.2.9
          broken.example.com     SERVFAIL
          broken.example.com     A     192.0.2.2
          slow.example.com       TIMEOUT TXT
          null.example.net       MX    0 .
          1.2.0.192.in-addr.arpa PTR   mail.example.com.
          1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR mail.example.com
          """);

  private static DomainName name(String text) {
    return DomainName.parseQueryName(text).orElseThrow();
  }

  private static <T> List<T> records(DnsAnswer<T> answer) {
    assertThat(answer).isInstanceOf(Found.class);
    return ((Found<T>) answer).records();
  }

  @Test
  void findsRecordsOfEachType() {
    assertThat(records(ZONE.mx(name("EXAMPLE.com"))))
        .containsExactly(
            new MxRecord(10, name("mail.example.com")),
            new MxRecord(20, name("mail2.example.com")));
    assertThat(records(ZONE.a(name("mail.example.com"))))
        .containsExactly(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(records(ZONE.aaaa(name("mail.example.com"))))
        .containsExactly(InetAddress.ofLiteral("2001:db8::1"));
    assertThat(records(ZONE.ptr(InetAddress.ofLiteral("192.0.2.1"))))
        .containsExactly(name("mail.example.com"));
    assertThat(records(ZONE.ptr(InetAddress.ofLiteral("2001:db8::1"))))
        .containsExactly(name("mail.example.com"));
    assertThat(records(ZONE.mx(name("null.example.net"))).get(0).isNullMx()).isTrue();
  }

  @Test
  void joinsTheStringsOfOneRecord() {
    assertThat(records(ZONE.txt(name("txt.example.com"))))
        .containsExactly(new TxtRecord("v=DKIM1; p=ABCD\"A"), new TxtRecord("second; record"));
  }

  @Test
  void followsAliases() {
    assertThat(records(ZONE.a(name("www.example.com"))))
        .containsExactly(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(ZONE.txt(name("www.example.com"))).isInstanceOf(NoData.class);
    assertThat(ZONE.a(name("dangling.example.com"))).isInstanceOf(NoDomain.class);
    assertThat(ZONE.a(name("loop.example.com"))).isInstanceOf(Unavailable.class);
  }

  @Test
  void tellsNoDataFromNoDomain() {
    assertThat(ZONE.txt(name("example.com"))).isInstanceOf(NoData.class);
    assertThat(ZONE.txt(name("nowhere.example.com"))).isInstanceOf(NoDomain.class);
    assertThat(ZONE.txt(name("a.mail.example.com"))).isInstanceOf(NoDomain.class);
    // RFC 8020 §2: a name with something below it exists.
    assertThat(ZONE.txt(name("com"))).isInstanceOf(NoData.class);
    assertThat(ZONE.txt(name("example.org"))).isInstanceOf(NoDomain.class);
  }

  /// RFC 4592 §2.2.
  @Test
  void wildcardsStandForNamesThatDoNotExist() {
    assertThat(records(ZONE.txt(name("x.wild.example.com")))).hasSize(1);
    assertThat(records(ZONE.txt(name("x.y.wild.example.com")))).hasSize(1);
    assertThat(ZONE.a(name("x.wild.example.com"))).isInstanceOf(NoData.class);
    assertThat(ZONE.txt(name("a.wild.example.com"))).isInstanceOf(NoData.class);
    assertThat(ZONE.txt(name("b.a.wild.example.com"))).isInstanceOf(NoDomain.class);
    assertThat(ZONE.txt(name("wild.example.com"))).isInstanceOf(NoData.class);
  }

  @Test
  void failuresAreNeverAbsence() {
    assertThat(ZONE.txt(name("broken.example.com"))).isInstanceOf(Unavailable.class);
    assertThat(records(ZONE.a(name("broken.example.com")))).hasSize(1);
    assertThat(ZONE.txt(name("slow.example.com"))).isInstanceOf(Unavailable.class);
    assertThat(ZONE.a(name("slow.example.com"))).isInstanceOf(NoData.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "example.com A",
        "example.com A 1.2.3",
        "example.com A ::1",
        "example.com AAAA 1.2.3.4",
        "example.com FOO bar",
        "example.com MX mail.example.com",
        "example.com TXT \"open",
        "example.com TXT ( a",
        " A 192.0.2.1",
        "$ORIGIN example.com.",
        "example.com TXT",
        "a..b A 192.0.2.1",
        "example.com TIMEOUT FOO",
        "example.com TXT \\999"
      })
  void namesTheLineItCannotRead(String line) {
    assertThatThrownBy(() -> ZoneDns.parse("\n" + line + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2");
  }
}
