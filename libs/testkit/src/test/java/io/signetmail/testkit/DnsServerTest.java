package io.signetmail.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsServerTest {
  private static final String ZONE =
      """
      shop.example           TXT   "v=spf1 ip4:192.0.2.1 -all"
      mail.shop.example.     300 IN A 192.0.2.1
      www.shop.example       CNAME mail.shop.example.
      *.wild.example         TXT   "anything"
      a.b.c.example          A     192.0.2.2
      """;

  private final DnsServer server = DnsServer.start(ZONE);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersFromTheZone() throws IOException {
    assertThat(ask("shop.example", Type.TXT).getSection(Section.ANSWER))
        .singleElement()
        .extracting(Record::rdataToString)
        .isEqualTo("\"v=spf1 ip4:192.0.2.1 -all\"");
  }

  @Test
  void tellsNoDataFromNoSuchName() throws IOException {
    assertThat(ask("shop.example", Type.MX).getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(ask("b.c.example", Type.A).getRcode()).isEqualTo(Rcode.NOERROR); // RFC 8020 §2
    assertThat(ask("nothing.example", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(ask("nothing.example", Type.A).getSection(Section.AUTHORITY))
        .singleElement()
        .extracting(Record::getType)
        .isEqualTo(Type.SOA);
  }

  @Test
  void followsAliasesAndWildcards() throws IOException {
    assertThat(ask("www.shop.example", Type.A).getSection(Section.ANSWER))
        .extracting(Record::getType)
        .containsExactly(Type.CNAME, Type.A);
    assertThat(ask("any.wild.example", Type.TXT).getSection(Section.ANSWER)).hasSize(1);
  }

  @Test
  void recordsComeAndGoWhileItRuns() throws IOException {
    server.add("s1._domainkey.shop.example TXT ( \"v=DKIM1; \" \"p=abc\" )");
    assertThat(ask("s1._domainkey.shop.example", Type.TXT).getSection(Section.ANSWER)).hasSize(1);
    server.remove("s1._domainkey.shop.example", "TXT");
    assertThat(ask("s1._domainkey.shop.example", Type.TXT).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    server.setZone("other.example A 192.0.2.9");
    assertThat(ask("shop.example", Type.TXT).getRcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  @Test
  void answerTooLongForUdpIsCutAndComesWholeOverTcp() throws IOException {
    var long255 = "\"" + "x".repeat(250) + "\"";
    server.add("big.example TXT ( " + (long255 + " ").repeat(12) + ")");
    var cut = ask("big.example", Type.TXT);
    assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
    var whole = resolver(true).send(question("big.example", Type.TXT));
    assertThat(whole.getSection(Section.ANSWER)).hasSize(1);
    assertThat(server.queries()).contains(new DnsServer.Query("big.example", "TXT", true));
  }

  @Test
  void failsAsTold() throws IOException {
    server.fault("shop.example", new DnsFault.ServFail());
    assertThat(ask("shop.example", Type.TXT).getRcode()).isEqualTo(Rcode.SERVFAIL);
    server.fault("shop.example", new DnsFault.Drop());
    assertThatThrownBy(() -> ask("shop.example", Type.TXT)).isInstanceOf(IOException.class);
    server.fault("shop.example", new DnsFault.Garbage());
    assertThatThrownBy(() -> ask("shop.example", Type.TXT)).isInstanceOf(IOException.class);
    server.fault("shop.example", new DnsFault.Delay(Duration.ofMillis(300)));
    long start = System.nanoTime();
    assertThat(ask("shop.example", Type.TXT).getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    server.heal("shop.example");
    assertThat(ask("shop.example", Type.TXT).getSection(Section.ANSWER)).hasSize(1);
  }

  @Test
  void namesOfOthersAreForwardedAndReservedNamesAreNot() throws IOException {
    try (var upstream = DnsServer.start("signetmail.io A 192.0.2.7\nstray.example A 192.0.2.8");
        var front = DnsServer.start(0, ZONE, Optional.of(upstream.address()))) {
      var resolver = resolver(front, false);
      assertThat(resolver.send(question("signetmail.io", Type.A)).getSection(Section.ANSWER))
          .hasSize(1);
      assertThat(resolver.send(question("stray.example", Type.A)).getRcode())
          .isEqualTo(Rcode.NXDOMAIN);
    }
  }

  @Test
  void mistakesInTheTestersZoneAreNamed() {
    assertThatThrownBy(() -> server.add("shop.example TXTT \"x\""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zone text");
  }

  private Message ask(String name, int type) throws IOException {
    return resolver(false).send(question(name, type));
  }

  private SimpleResolver resolver(boolean tcp) {
    return resolver(server, tcp);
  }

  private static SimpleResolver resolver(DnsServer of, boolean tcp) {
    var resolver = new SimpleResolver(of.address());
    resolver.setTCP(tcp);
    resolver.setIgnoreTruncation(true);
    resolver.setTimeout(Duration.ofMillis(900));
    return resolver;
  }

  private static Message question(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
  }
}
