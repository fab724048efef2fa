package io.signetmail.auth.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.signetmail.auth.dmarc.DmarcRecordParser.Parsed;
import io.signetmail.auth.dns.DomainName;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmarcRecordParserTest {
  private static Parsed.Valid valid(String text) {
    return (Parsed.Valid) DmarcRecordParser.parse(text);
  }

  /// RFC 9989 §4.7: v first, its value case-sensitive.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v",
        "v=",
        "v=dmarc1",
        "v=DMARC1 p=none",
        "v=DMARC12",
        " v=DMARC1",
        "p=none; v=DMARC1",
        "DMARC1",
        "v=spf1 -all",
        "v==DMARC1"
      })
  void isNoRecord(String text) {
    assertThat(DmarcRecordParser.parse(text)).isInstanceOf(Parsed.NotDmarc.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v=DMARC1", "V = DMARC1 ;", "v=DMARC1;;p=none", "v\t=\tDMARC1\t;p=none"})
  void isARecord(String text) {
    assertThat(DmarcRecordParser.parse(text)).isInstanceOf(Parsed.Valid.class);
  }

  @Test
  void readsEveryTag() {
    var record =
        valid(
                "v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=S; psd=n; t=y; fo=1:d:s;"
                    + " rua=mailto:a@example.com,mailto:b%2Cc@example.org!10m; ruf=mailto:f@example.com;"
                    + " pct=20; future=x")
            .record();
    assertThat(record.print())
        .isEqualTo(
            "v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=s; psd=n; t=y; fo=1:d:s;"
                + " rua=mailto:a@example.com,mailto:b%2Cc@example.org; ruf=mailto:f@example.com;"
                + " pct=20");
    assertThat(record.rua().get(1).mailbox()).contains("b,c@example.org");
    assertThat(record.rua().get(1).host()).contains(DomainName.of("example.org"));
  }

  @Test
  void namesWhatItIgnored() {
    var parsed = valid("v=DMARC1; p=none; p=reject; adkim=x; foo; pct=200; rua=nobody");
    assertThat(parsed.record().print()).isEqualTo("v=DMARC1; p=none");
    assertThat(parsed.problems())
        .map(TagProblem::tag)
        .containsExactly("p", "adkim", "foo", "pct", "rua");
  }

  /// RFC 9989 §4.10.1.
  @ParameterizedTest(name = "{0} is good for {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=DMARC1; p=none                              | POLICY
          v=DMARC1                                      | NOTHING
          v=DMARC1; rua=mailto:a@example.com            | MONITORING
          v=DMARC1; p=x; rua=mailto:a@example.com       | MONITORING
          v=DMARC1; p=reject; sp=x                      | NOTHING
          v=DMARC1; p=reject; np=x; rua=mailto:a@b.com  | MONITORING
          v=DMARC1; rua=https://example.com/            | NOTHING
          """)
  void use(String text, DmarcRecord.Use use) {
    assertThat(valid(text).record().use(DmarcMode.RFC9989)).isEqualTo(use);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mailto:",
        "mailto:a",
        "mailto:@b.example",
        "a@b.example",
        "mailto:a@b.example!",
        "mailto:a@b.example!10x",
        "mailto:a@b.example!10m!10m",
        "mailto:a b@c.example",
        "mailto:a@b..example",
        "mailto:%zz@b.example",
        "1ailto:a@b.example",
        "mailto:ü@b.example",
        "mailto:a@b.example\r\nBcc:x@y.example"
      })
  void isNoReportAddress(String text) {
    assertThat(ReportUri.parse(text)).isEmpty();
  }

  @Test
  void hostileRecordsEndSoon() {
    for (var piece :
        new String[] {";", "x=y;", "rua=mailto:a@b.example,", "p", "=", " ", "fo=0:"}) {
      var text = "v=DMARC1;" + piece.repeat(64_000 / piece.length());
      var parsed = assertTimeout(Duration.ofSeconds(2), () -> valid(text));
      assertThat(parsed.problems()).hasSizeLessThanOrEqualTo(20);
      assertThat(parsed.record().rua()).hasSizeLessThanOrEqualTo(20);
    }
  }

  @Test
  void publicSuffixLists() {
    var list =
        PublicSuffixList.parse(
            """
            // comment
            com
            co.uk trailing words
            *.ck
            !www.ck
            公司.cn
            cn

            not..a..rule
            """);
    assertThat(list.size()).isEqualTo(6);
    assertThat(list.registrableDomain(DomainName.of("a.b.example.com")))
        .contains(DomainName.of("example.com"));
    assertThat(list.registrableDomain(DomainName.of("co.uk"))).isEmpty();
    assertThat(list.registrableDomain(DomainName.of("a.b.ck"))).contains(DomainName.of("a.b.ck"));
    assertThat(list.registrableDomain(DomainName.of("b.ck"))).isEmpty();
    assertThat(list.registrableDomain(DomainName.of("www.ck"))).contains(DomainName.of("www.ck"));
    assertThat(list.registrableDomain(DomainName.of("x.unlisted")))
        .contains(DomainName.of("x.unlisted"));
    assertThat(list.registrableDomain(DomainName.of("食狮.公司.cn")))
        .contains(DomainName.of("食狮.公司.cn"));
  }
}
