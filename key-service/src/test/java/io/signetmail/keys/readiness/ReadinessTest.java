package io.signetmail.keys.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every finding about SPF, DMARC and MX, and the record that puts it right.
class ReadinessTest {
  private static final DomainName SHOP = DomainName.of("shop.example");

  private static final String OTHERS =
      """
      mx.shop.example. A 192.0.2.1
      _spf.esp.example. TXT "v=spf1 ip4:192.0.2.0/24 -all"
      loop.esp.example. TXT "v=spf1 include:shop.example -all"
      broken.esp.example. TXT "v=spf1 ip4:nonsense -all"
      """;

  private static List<Advice> spf(String records) {
    var dns = ZoneDns.parse(OTHERS + records);
    return new SpfReadiness(dns, "include:_spf.esp.example").check(SHOP);
  }

  private static String codes(List<Advice> advice) {
    return advice.stream()
        .filter(one -> one.severity() != Advice.Severity.INFO)
        .map(one -> one.severity().name().toLowerCase(java.util.Locale.ROOT) + " " + one.code())
        .collect(Collectors.joining(", "));
  }

  private static List<String> published(List<Advice> advice) {
    return advice.stream().flatMap(a -> a.publish().stream()).map(DnsRecord::value).toList();
  }

  @ParameterizedTest(name = "{0} gives {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          v=spf1 include:_spf.esp.example -all        | ``
          v=spf1 a:mx.shop.example ~all               | ``
          v=spf1 +all                                 | error spf-pass-all
          v=spf1 all                                  | error spf-pass-all
          v=spf1 ptr -all                             | warning spf-ptr
          v=spf1 ip4:192.0.2.1                        | warning spf-no-all
          v=spf1 redirect=_spf.esp.example            | ``
          v=spf1 ip4:nonsense -all                    | error spf-syntax
          v=spf1 include:none.example -all            | warning spf-void-lookups, error spf-include-broken
          v=spf1 include:broken.esp.example -all      | error spf-include-broken
          v=spf1 include:loop.esp.example -all        | error spf-loop
          v=spf1 a:a.none.example -all                | warning spf-void-lookups
          v=spf1 a:a.none.example a:b.none.example mx:c.none.example -all | error spf-void-lookups
          v=spf1 exists:%{i}.list.esp.example -all    | ``
          """)
  void spfRecord(String record, String codes) {
    assertThat(codes(spf("shop.example. TXT \"" + record + "\"\n"))).isEqualTo(codes);
  }

  @Test
  void moreThanTenLookupsAreCountedAcrossIncludes() {
    var zone =
        IntStream.range(0, 3)
            .mapToObj(i ->
                "i%d.esp.example. TXT \"v=spf1 a:mx.shop.example a:mx.shop.example a:mx.shop.example -all\"%n"
                    .formatted(i))
            .collect(Collectors.joining());
    var record =
        "shop.example. TXT \"v=spf1 include:i0.esp.example include:i1.esp.example %s -all\"\n";
    assertThat(codes(spf(zone + record.formatted("a:mx.shop.example a:mx.shop.example"))))
        .isEmpty();
    assertThat(codes(spf(zone + record.formatted("include:i2.esp.example"))))
        .isEqualTo("error spf-too-many-lookups");
  }

  @Test
  void spfRecordsToPublish() {
    assertThat(published(spf("shop.example. MX 10 mx.shop.example.\n")))
        .containsExactly("v=spf1 include:_spf.esp.example ~all");
    assertThat(published(spf("shop.example. TXT \"v=spf1 ip4:192.0.2.1 +all\"\n")))
        .containsExactly("v=spf1 ip4:192.0.2.1 ~all");
    assertThat(published(spf("shop.example. TXT \"v=spf1 ptr ip4:192.0.2.1 -all\"\n")))
        .containsExactly("v=spf1 ip4:192.0.2.1 -all");
    var two =
        spf(
            "shop.example. TXT \"v=spf1 mx -all\"\nshop.example. TXT \"v=spf1 mx ip4:192.0.2.1 -all\"\n");
    assertThat(codes(two)).isEqualTo("error spf-several-records");
    assertThat(published(two)).containsExactly("v=spf1 mx ip4:192.0.2.1 -all");
  }

  /// Design §5: not knowing is never "there is none".
  @Test
  void silenceIsUnknown() {
    assertThat(codes(spf("shop.example. SERVFAIL\n"))).isEqualTo("unknown spf-unavailable");
    assertThat(codes(dmarc("_dmarc.shop.example. SERVFAIL\n")))
        .startsWith("unknown dmarc-unavailable");
    assertThat(codes(new MxReadiness(ZoneDns.parse("shop.example. TIMEOUT\n")).check(SHOP)))
        .isEqualTo("unknown mx-unavailable");
  }

  private static List<Advice> dmarc(String records) {
    var zone =
        """
        shop.example. MX 10 mx.shop.example.
        mx.shop.example. A 192.0.2.1
        reports.example. A 192.0.2.2
        shop.example._report._dmarc.reports.example. TXT "v=DMARC1"
        other.example. A 192.0.2.3
        null.example. MX 0 .
        shop.example._report._dmarc.null.example. TXT "v=DMARC1"
        """
            + records;
    return new DmarcReadiness(ZoneDns.parse(zone), InstantSource.system(), stages())
        .check(SHOP)
        .advice();
  }

  private static DmarcStages stages() {
    return new DmarcStages(Optional.of("in@reports.example"));
  }

  @ParameterizedTest(name = "{0} gives {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          v=DMARC1; p=reject; rua=mailto:in@shop.example      | ``
          v=DMARC1; p=reject; rua=mailto:in@reports.example   | ``
          v=DMARC1; p=reject; rua=mailto:in@other.example     | error rua-not-authorised
          v=DMARC1; p=reject; rua=mailto:in@null.example      | error rua-unreachable
          v=DMARC1; p=reject                                  | warning dmarc-no-rua
          v=DMARC1; p=refuse; rua=mailto:in@shop.example      | warning dmarc-syntax
          v=DMARC1; p=reject; t=y; rua=mailto:in@shop.example | warning dmarc-test-flag
          v=DMARC1; p=reject; pct=10; rua=mailto:in@shop.example | warning dmarc-pct
          v=spf1 -all                                         | error dmarc-missing
          """)
  void dmarcRecord(String record, String codes) {
    assertThat(codes(dmarc("_dmarc.shop.example. TXT \"" + record + "\"\n"))).isEqualTo(codes);
  }

  @Test
  void dmarcRecordsToPublish() {
    assertThat(published(dmarc("")))
        .containsExactly("v=DMARC1; p=none; rua=mailto:in@reports.example");
    var foreign =
        dmarc("_dmarc.shop.example. TXT \"v=DMARC1; p=none; rua=mailto:in@other.example\"\n");
    assertThat(foreign.stream().flatMap(a -> a.publish().stream()).map(DnsRecord::zone).toList())
        .containsExactly("shop.example._report._dmarc.other.example. 3600 IN TXT ( \"v=DMARC1\" )");
    assertThat(
            published(
                dmarc(
                    "_dmarc.shop.example. TXT \"v=DMARC1; p=reject; pct=5; t=y; adkim=s; rua=mailto:in@shop.example\"\n")))
        .containsOnly("v=DMARC1; p=reject; adkim=s; rua=mailto:in@shop.example");
  }

  @Test
  void theEffectivePolicyIsFoundByTheTreeWalk() {
    var zone =
        """
        _dmarc.shop.example. TXT "v=DMARC1; p=reject; sp=quarantine; rua=mailto:a@shop.example"
        news.shop.example. A 192.0.2.9
        """;
    var advice =
        new DmarcReadiness(ZoneDns.parse(zone), InstantSource.system(), stages())
            .check(DomainName.of("news.shop.example"))
            .advice();
    assertThat(advice)
        .anySatisfy(one ->
            assertThat(one.detail())
                .isEqualTo(
                    "the policy that applies is quarantine, inherited from the record of"
                        + " shop.example"));
  }

  @Test
  void twoRecordsAreNone() {
    var two =
        "_dmarc.shop.example. TXT \"v=DMARC1; p=none\"\n_dmarc.shop.example. TXT \"v=DMARC1; p=reject\"\n";
    assertThat(codes(dmarc(two))).isEqualTo("error dmarc-several-records");
  }

  @ParameterizedTest(name = "{0} gives {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          shop.example. MX 10 mx.shop.example.   | ``
          shop.example. MX 10 gone.shop.example. | error mx-no-address
          shop.example. MX 0 .                   | ``
          shop.example. A 192.0.2.1              | warning mx-implicit
          shop.example. TXT "v=spf1 -all"        | warning mx-missing
          """)
  void mx(String record, String codes) {
    var dns = ZoneDns.parse("mx.shop.example. A 192.0.2.1\n" + record + "\n");
    assertThat(codes(new MxReadiness(dns).check(SHOP))).isEqualTo(codes);
  }

  /// The staged path keeps what the owner set, and shows no false step.
  @Test
  void stagesLeadFromNoneToReject() {
    var values = stages().of(SHOP, Optional.empty()).stream().map(s -> s.record().value()).toList();
    assertThat(values)
        .containsExactly(
            "v=DMARC1; p=none; rua=mailto:in@reports.example",
            "v=DMARC1; p=quarantine; rua=mailto:in@reports.example",
            "v=DMARC1; p=reject; rua=mailto:in@reports.example");
    var zone =
        "_dmarc.shop.example. TXT \"v=DMARC1; p=none; t=y; pct=50; aspf=s; sp=reject; rua=mailto:a@shop.example\"\n";
    var published =
        new DmarcReadiness(ZoneDns.parse(zone), InstantSource.system(), stages())
            .check(SHOP)
            .record();
    assertThat(stages().of(SHOP, published).getLast().record().value())
        .isEqualTo("v=DMARC1; p=reject; sp=reject; aspf=s; rua=mailto:a@shop.example");
  }
}
