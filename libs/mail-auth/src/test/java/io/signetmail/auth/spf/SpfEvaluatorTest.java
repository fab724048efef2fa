package io.signetmail.auth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpfEvaluatorTest {
  /// RFC 7208 appendix A, with the record under test at example.com.
  private static final String ZONE =
      """
      example.com.         MX    10 mail-a.example.com.
      example.com.         MX    20 mail-b.example.com.
      example.com.         A     192.0.2.10
      example.com.         A     192.0.2.11
      amy.example.com.     A     192.0.2.65
      bob.example.com.     A     192.0.2.66
      mail-a.example.com.  A     192.0.2.129
      mail-b.example.com.  A     192.0.2.130
      example.org.         MX    10 mail-c.example.org.
      mail-c.example.org.  A     192.0.2.140
      10.2.0.192.in-addr.arpa.  PTR example.com.
      11.2.0.192.in-addr.arpa.  PTR example.com.
      65.2.0.192.in-addr.arpa.  PTR amy.example.com.
      66.2.0.192.in-addr.arpa.  PTR bob.example.com.
      140.2.0.192.in-addr.arpa. PTR mail-c.example.org.
      10.0.0.4.in-addr.arpa.    PTR bob.example.com.
      pass.example.net.    TXT "v=spf1 +all"
      fail.example.net.    TXT "v=spf1 -all"
      broken.example.net.  TXT "v=spf1 foo"
      down.example.net.    TIMEOUT
      why.example.net.     TXT "%{i} is not one of %{d}'s; see http://%{d}/why?s=%{S}&t=%{t}&r=%{r}"
      """;

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_763_900_000));

  private static SpfEvaluator evaluator(String record) {
    var escaped = record.replace("\\", "\\\\").replace("\"", "\\\"");
    var zone = ZoneDns.parse(ZONE + "example.com. TXT \"" + escaped + "\"\n");
    return new SpfEvaluator(zone, SpfLimits.defaults(), CLOCK);
  }

  private static SpfQuery from(String ip) {
    return new SpfQuery(
        InetAddress.ofLiteral(ip),
        "mail-a.example.com",
        ReversePath.parse("strong-bad@example.com"),
        "mx.signet.example");
  }

  /// RFC 7208 appendix A.1 to A.4 and the tables of §5.
  @ParameterizedTest(name = "{0} from {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=spf1 +all                           | 192.0.2.129 | pass
          v=spf1 a -all                         | 192.0.2.10  | pass
          v=spf1 a -all                         | 192.0.2.12  | fail
          v=spf1 a:example.org -all             | 192.0.2.10  | fail
          v=spf1 mx -all                        | 192.0.2.129 | pass
          v=spf1 mx -all                        | 192.0.2.65  | fail
          v=spf1 mx:example.org -all            | 192.0.2.140 | pass
          v=spf1 mx mx:example.org -all         | 192.0.2.140 | pass
          v=spf1 mx/30 mx:example.org/30 -all   | 192.0.2.131 | pass
          v=spf1 mx/30 mx:example.org/30 -all   | 192.0.2.143 | pass
          v=spf1 mx/30 mx:example.org/30 -all   | 192.0.2.144 | fail
          v=spf1 ptr -all                       | 192.0.2.65  | pass
          v=spf1 ptr -all                       | 192.0.2.140 | fail
          v=spf1 ptr -all                       | 4.0.0.10    | fail
          v=spf1 ip4:192.0.2.128/28 -all        | 192.0.2.65  | fail
          v=spf1 ip4:192.0.2.128/28 -all        | 192.0.2.129 | pass
          v=spf1 ip6:2001:db8::/32 -all         | 2001:db8::1 | pass
          v=spf1 ip6:2001:db8::/32 -all         | 2001:db9::1 | fail
          v=spf1 include:pass.example.net -all  | 192.0.2.1   | pass
          v=spf1 include:fail.example.net ~all  | 192.0.2.1   | softfail
          v=spf1 include:none.example.net -all  | 192.0.2.1   | permerror
          v=spf1 include:broken.example.net all | 192.0.2.1   | permerror
          v=spf1 include:down.example.net all   | 192.0.2.1   | temperror
          v=spf1 redirect=fail.example.net      | 192.0.2.1   | fail
          v=spf1 redirect=none.example.net      | 192.0.2.1   | permerror
          v=spf1 redirect=down.example.net      | 192.0.2.1   | temperror
          v=spf1 exists:%{l}.example.com        | 192.0.2.1   | neutral
          v=spf1 ?all                           | 192.0.2.1   | neutral
          v=spf1                                | 192.0.2.1   | neutral
          v=spf1 a mx ptr exists:down.example.net -all | 192.0.2.9 | temperror
          """)
  void results(String record, String client, String keyword) {
    assertThat(evaluator(record).check(from(client)).keyword()).isEqualTo(keyword);
  }

  @Test
  void saysWhichTermOfWhichRecordDecided() {
    var result = evaluator("v=spf1 redirect=fail.example.net").check(from("192.0.2.1"));
    assertThat(result)
        .isInstanceOfSatisfying(
            SpfResult.Fail.class,
            fail -> {
              assertThat(fail.match())
                  .isEqualTo(new SpfMatch("-all", DomainName.of("fail.example.net")));
              assertThat(fail.replyCode()).contains(SpfReplyCode.FAILED);
            });
    assertThat(evaluator("v=spf1 a -mx ?foo").check(from("192.0.2.10")).reason())
        .isEqualTo("record of example.com: unknown mechanism in \"?foo\"");
  }

  @Test
  void explainsAFailure() {
    var result = evaluator("v=spf1 -all exp=why.example.net").check(from("192.0.2.1"));
    assertThat(((SpfResult.Fail) result).explanation())
        .isEqualTo(
            "192.0.2.1 is not one of example.com's; see http://example.com/why"
                + "?s=strong-bad%40example.com&t=1763900000&r=mx.signet.example");
  }

  /// RFC 7208 §7.4.
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      textBlock =
          """
          %{s},          strong-bad@email.example.com
          %{o},          email.example.com
          %{d},          email.example.com
          %{d4},         email.example.com
          %{d3},         email.example.com
          %{d2},         example.com
          %{d1},         com
          %{dr},         com.example.email
          %{d2r},        example.email
          %{l},          strong-bad
          %{l-},         strong.bad
          %{lr},         strong-bad
          %{lr-},        bad.strong
          %{l1r-},       strong
          %{ir}.%{v}._spf.%{d2}, 3.2.0.192.in-addr._spf.example.com
          %{lr-}.lp._spf.%{d2}, bad.strong.lp._spf.example.com
          %{lr-}.lp.%{ir}.%{v}._spf.%{d2}, bad.strong.lp.3.2.0.192.in-addr._spf.example.com
          %{ir}.%{v}.%{l1r-}.lp._spf.%{d2}, 3.2.0.192.in-addr.strong.lp._spf.example.com
          %{d2}.trusted-domains.example.net, example.com.trusted-domains.example.net
          """)
  void macros(String macro, String expanded) throws SpfSyntaxException {
    assertThat(expand(macro, "192.0.2.3")).isEqualTo(expanded);
  }

  @Test
  void macrosOfAnIpv6Client() throws SpfSyntaxException {
    assertThat(expand("%{ir}.%{v}._spf.%{d2}", "2001:db8::cb01"))
        .isEqualTo(
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com");
  }

  private static String expand(String macro, String ip) throws SpfSyntaxException {
    var query =
        new SpfQuery(
            InetAddress.ofLiteral(ip),
            "helo.example.com",
            ReversePath.parse("<strong-bad@email.example.com>"),
            "");
    var identity = SpfIdentity.mailFrom(query.mailFrom(), query.helo());
    return new MacroExpander(query, identity, CLOCK, _ -> "unknown")
        .explanation(MacroStringParser.explanation(macro), DomainName.of("email.example.com"))
        .orElseThrow();
  }

  /// RFC 7208 §2.3, §2.4, §4.3.
  @ParameterizedTest(name = "MAIL FROM {0} HELO {1}: {2} for {3}")
  @CsvSource(
      textBlock =
          """
          user@example.com, helo.example.org, pass, user@example.com
          @example.com,     helo.example.org, pass, postmaster@example.com
          '',               example.com,      pass, postmaster@example.com
          <>,               example.com,      pass, postmaster@example.com
          '',               localhost,        none, postmaster@localhost
          '',               [192.0.2.10],     none, postmaster@[192.0.2.10]
          '',               '',               none, postmaster@
          user@a..b,        example.com,      none, user@a..b
          user@com,         example.com,      none, user@com
          """)
  void identities(String mailFrom, String helo, String keyword, String sender) {
    var query =
        new SpfQuery(InetAddress.ofLiteral("192.0.2.10"), helo, ReversePath.parse(mailFrom), "mx");
    var result = evaluator("v=spf1 a -all").check(query);
    assertThat(result.keyword()).isEqualTo(keyword);
    assertThat(result.identity().sender()).isEqualTo(sender);
  }

  @Test
  void heloIsCheckedOnItsOwn() {
    var query =
        new SpfQuery(
            InetAddress.ofLiteral("192.0.2.10"),
            "example.com",
            ReversePath.parse("user@fail.example.net"),
            "mx");
    var evaluator = evaluator("v=spf1 a -all");
    assertThat(evaluator.checkHelo(query).keyword()).isEqualTo("pass");
    assertThat(evaluator.checkHelo(query).identity().scope()).isEqualTo(SpfIdentity.Scope.HELO);
    assertThat(evaluator.check(query).keyword()).isEqualTo("fail");
  }

  /// RFC 8616 §4.
  @Test
  void internationalMail() {
    var zone =
        ZoneDns.parse(
            """
            xn--bcher-kva.example TXT "v=spf1 exists:%{l}.example.com exists:%{o} -all"
            xn--bcher-kva.example A 192.0.2.1
            """);
    var query =
        new SpfQuery(
            InetAddress.ofLiteral("192.0.2.1"), "x", ReversePath.parse("ü@bücher.example"), "mx");
    var result = new SpfEvaluator(zone, SpfLimits.defaults(), CLOCK).check(query);
    assertThat(result.reason()).isEqualTo("exists:%{o} of xn--bcher-kva.example");
  }

  @Test
  void aSpentBudgetIsATemperror() {
    var limits = SpfLimits.defaults().withTimeout(java.time.Duration.ZERO);
    var zone = ZoneDns.builder().txt(DomainName.of("example.com"), new TxtRecord("v=spf1 +all"));
    var result = new SpfEvaluator(zone.build(), limits, CLOCK).check(from("192.0.2.1"));
    assertThat(result.keyword()).isEqualTo("temperror");
    assertThat(result.replyCode()).contains(SpfReplyCode.TEMPORARY_ERROR);
  }
}
