package io.signetmail.auth.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.signetmail.auth.dns.CountingDns;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records, names and senders made to cost: each ends in a defined result, soon, with few
/// questions.
class SpfHostileInputTest {
  /// The most a TXT record can hold.
  private static final int TXT = 65_000;

  private static final DomainName EVIL = DomainName.of("evil.example");
  private static final Duration SOON = Duration.ofSeconds(5);

  private static String check(ZoneDns.Builder zone, String sender, int questions) {
    return check(zone, sender, "helo.example", questions);
  }

  private static String check(ZoneDns.Builder zone, String sender, String helo, int questions) {
    var dns = new CountingDns(zone.build());
    var evaluator = new SpfEvaluator(dns, SpfLimits.defaults(), InstantSource.system());
    var query =
        new SpfQuery(
            InetAddress.ofLiteral("192.0.2.1"), helo, ReversePath.parse(sender), "mx.example");
    var result = assertTimeout(SOON, () -> evaluator.check(query));
    assertThat(dns.questions()).isLessThanOrEqualTo(questions);
    assertThat(result.reason()).hasSizeLessThan(TXT + 1_000);
    if (result instanceof SpfResult.Fail(_, _, var explanation)) {
      assertThat(explanation).hasSizeLessThanOrEqualTo(500).matches("[ -~]*");
    }
    return result.keyword();
  }

  private static ZoneDns.Builder zone(String record) {
    return ZoneDns.builder().txt(EVIL, new TxtRecord(record));
  }

  private static String filled(String start, String piece, String end) {
    return start + piece.repeat((TXT - start.length() - end.length()) / piece.length()) + end;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=spf1 include:evil.example -all",
        "v=spf1 redirect=evil.example",
        "v=spf1 include:%{d} include:%{d} include:%{d} include:%{d}",
        "v=spf1 ?include:evil.example redirect=evil.example"
      })
  void loopsEnd(String record) {
    assertThat(check(zone(record), "a@evil.example", 12)).isEqualTo("permerror");
  }

  @Test
  void longRecords() {
    assertThat(check(zone(filled("v=spf1 ", "ip4:10.0.0.1 ", "-all")), "a@evil.example", 1))
        .isEqualTo("fail");
    assertThat(check(zone(filled("v=spf1 ", "a ", "-all")), "a@evil.example", 11))
        .isEqualTo("permerror");
    assertThat(check(zone(filled("v=spf1 ", "x=%{d} ", "-all")), "a@evil.example", 1))
        .isEqualTo("fail");
    assertThat(check(zone(filled("v=spf1 ", " ", "-all")), "a@evil.example", 1)).isEqualTo("fail");
    assertThat(check(zone(filled("v=spf1 ", "x", "")), "a@evil.example", 1)).isEqualTo("permerror");
    assertThat(check(zone(filled("v=spf1 ip4:", "1", "")), "a@evil.example", 1))
        .isEqualTo("permerror");
  }

  @Test
  void macroBombs() {
    var longSender = "l.".repeat(5_000) + "l@evil.example";
    for (var macro : new String[] {"%{s}", "%{l}", "%{S}", "%{d}", "%{ir}", "%{l99999999999r.}"}) {
      var record = filled("v=spf1 exists:", macro, ".x.example -all");
      assertThat(check(zone(record), longSender, 2)).as(macro).isEqualTo("fail");
    }
    assertThat(check(zone("v=spf1 exists:%{p}%{p}%{p}.x.example -all"), longSender, 4))
        .isEqualTo("fail");
  }

  @Test
  void explanationsThatGrow() {
    var zone = zone("v=spf1 -all exp=why.example");
    zone.txt(DomainName.of("why.example"), new TxtRecord(filled("", "%{S}", "")));
    assertThat(check(zone, "\u0000\r\n\u007f@evil.example", 2)).isEqualTo("fail");
  }

  @Test
  void manyRecords() {
    var many = ZoneDns.builder();
    for (int i = 0; i < 1_000; i++) {
      many.txt(EVIL, new TxtRecord("v=spf1 -all" + i));
    }
    assertThat(check(many, "a@evil.example", 1)).isEqualTo("permerror");
    var exchangers = zone("v=spf1 mx -all");
    for (int i = 0; i < 1_000; i++) {
      exchangers.mx(EVIL, new MxRecord(i, DomainName.of("mx" + i + ".example")));
    }
    assertThat(check(exchangers, "a@evil.example", 2)).isEqualTo("permerror");
    var pointers = zone("v=spf1 ptr -all");
    for (int i = 0; i < 1_000; i++) {
      pointers.ptr(
          DomainName.of("1.2.0.192.in-addr.arpa"), DomainName.of("p" + i + ".evil.example"));
    }
    assertThat(check(pointers, "a@evil.example", 12)).isEqualTo("fail");
  }

  @Test
  void senders() {
    var zone = zone("v=spf1 exists:%{l}.%{h}.evil.example -all");
    for (var sender :
        new String[] {
          "a".repeat(1_000_000) + "@evil.example",
          "@@@@@evil.example",
          "\"a@b\"@evil.example",
          "<@a,@b:x@evil.example>",
          "ü\u0000@evil.example",
          "%{s}@evil.example"
        }) {
      assertThat(check(zone, sender, 2)).isEqualTo("fail");
    }
    assertThat(check(zone, "a@" + "b.".repeat(500_000) + "example", 0)).isEqualTo("none");
    assertThat(check(zone, "a@evil.example", "h".repeat(1_000_000), 2)).isEqualTo("fail");
    assertThat(check(zone, "", "\u0000\r\n", 0)).isEqualTo("none");
  }
}
