package io.signetmail.auth.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DnsAnswer.Found;
import io.signetmail.auth.dns.DnsAnswer.NoData;
import io.signetmail.auth.dns.DnsAnswer.NoDomain;
import io.signetmail.auth.dns.DnsAnswer.Unavailable;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [DnsClient] must do, over one and the same zone.
public interface DnsClientContract {
  String ZONE =
      """
      example.com        TXT   ( "v=spf1 " "-all" )
      example.com        MX    10 mail.example.com
      mail.example.com   A     192.0.2.1
      mail.example.com   AAAA  2001:db8::1
      www.example.com    CNAME example.com
      loop.example.com   CNAME loop.example.com
      null.example.com   MX    0 .
      *.any.example.com  TXT   any
      down.example.com   SERVFAIL
      1.2.0.192.in-addr.arpa PTR mail.example.com
      """;

  /// A client that sees [#ZONE].
  DnsClient client();

  private static DomainName name(String text) {
    return DomainName.of(text);
  }

  private static <T> List<T> records(DnsAnswer<T> answer) {
    assertThat(answer).isInstanceOf(Found.class);
    return ((Found<T>) answer).records();
  }

  @Test
  default void findsEachType() {
    var dns = client();
    var mail = name("mail.example.com");
    var ip4 = InetAddress.ofLiteral("192.0.2.1");
    assertThat(records(dns.txt(name("EXAMPLE.com")))).containsExactly(new TxtRecord("v=spf1 -all"));
    assertThat(records(dns.mx(name("example.com")))).containsExactly(new MxRecord(10, mail));
    assertThat(records(dns.a(mail))).containsExactly(ip4);
    assertThat(records(dns.aaaa(mail))).containsExactly(InetAddress.ofLiteral("2001:db8::1"));
    assertThat(records(dns.ptr(ip4))).containsExactly(mail);
    assertThat(records(dns.mx(name("null.example.com")))).allMatch(MxRecord::isNullMx);
  }

  @Test
  default void tellsTheOutcomesApart() {
    var dns = client();
    assertThat(dns.txt(name("mail.example.com"))).isInstanceOf(NoData.class);
    assertThat(dns.txt(name("com"))).isInstanceOf(NoData.class);
    assertThat(dns.txt(name("nowhere.example.com"))).isInstanceOf(NoDomain.class);
    assertThat(dns.ptr(InetAddress.ofLiteral("192.0.2.2"))).isInstanceOf(NoDomain.class);
    assertThat(dns.txt(name("down.example.com"))).isInstanceOf(Unavailable.class);
  }

  @Test
  default void followsAliasesAndWildcards() {
    var dns = client();
    assertThat(records(dns.txt(name("www.example.com")))).hasSize(1);
    assertThat(dns.a(name("www.example.com"))).isInstanceOf(NoData.class);
    assertThat(dns.txt(name("loop.example.com"))).isInstanceOf(Unavailable.class);
    assertThat(records(dns.txt(name("a.b.any.example.com")))).hasSize(1);
  }

  @Test
  default void asksNothingAfterTheDeadline() {
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    var over = client().until(DnsDeadline.after(Duration.ZERO, clock));
    assertThat(over.txt(name("example.com"))).isInstanceOf(Unavailable.class);
    assertThat(over.until(DnsDeadline.after(Duration.ofHours(1), clock)).a(name("x.example")))
        .isInstanceOf(Unavailable.class);
  }
}
