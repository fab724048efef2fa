package io.signetmail.auth.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Identifier;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Method;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.State;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfEvaluator;
import io.signetmail.auth.spf.SpfLimits;
import io.signetmail.auth.spf.SpfQuery;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DmarcEvaluatorTest {
  private static final InstantSource CLOCK = InstantSource.system();

  private static final String ZONE =
      """
      _dmarc.example.com           TXT "v=DMARC1; p=reject; sp=quarantine; np=none"
      sub.example.com              A   192.0.2.1
      _dmarc.strict.example        TXT "v=DMARC1; p=reject; adkim=s; aspf=s"
      _dmarc.test.example          TXT "v=DMARC1; p=reject; t=y"
      _dmarc.pct.example           TXT "v=DMARC1; p=reject; pct=20"
      _dmarc.reports.example       TXT "v=DMARC1; p=bogus; rua=mailto:d@reports.example"
      _dmarc.nothing.example       TXT "v=DMARC1; p=bogus"
      _dmarc.badsp.example         TXT "v=DMARC1; p=reject; sp=bogus"
      _dmarc.badnp.example         TXT "v=DMARC1; p=reject; np=bogus"
      _dmarc.twice.example         TXT "v=DMARC1; p=reject"
      _dmarc.twice.example         TXT "v=DMARC1; p=none"
      _dmarc.bank                  TXT "v=DMARC1; p=reject; sp=quarantine; psd=y; rua=mailto:d@bank"
      giant.bank                   A   192.0.2.1
      mega.bank                    A   192.0.2.1
      _dmarc.own.bank              TXT "v=DMARC1; p=none"
      _dmarc.team.big.example      TXT "v=DMARC1; p=quarantine; psd=n"
      _dmarc.big.example           TXT "v=DMARC1; p=reject"
      down.example                 SERVFAIL
      _dmarc.down.example          TIMEOUT
      _dmarc.np.example            TXT "v=DMARC1; p=none; sp=none; np=reject"
      maybe.np.example             TIMEOUT
      _dmarc.mild.example          TXT "v=DMARC1; p=none"
      """;

  private static final PublicSuffixList SUFFIXES = PublicSuffixList.parse("com\nexample\nbank\n");

  private static DmarcResult evaluate(DmarcSettings settings, String author, String identifiers) {
    return new DmarcEvaluator(ZoneDns.parse(ZONE), settings, CLOCK)
        .evaluate(DomainName.of(author), identifiers(identifiers));
  }

  /// `spf:example.com dkim?example.com dkim!example.com`: passed, undecided, did not pass.
  private static AuthenticatedIdentifiers identifiers(String text) {
    var identifiers = new ArrayList<Identifier>();
    for (var word : text.isBlank() ? new String[0] : text.strip().split(" +", -1)) {
      int at = word.startsWith("spf") ? 3 : 4;
      var state =
          switch (word.charAt(at)) {
            case ':' -> State.PASS;
            case '?' -> State.UNDECIDED;
            default -> State.NO_PASS;
          };
      identifiers.add(
          new Identifier(
              at == 3 ? Method.SPF : Method.DKIM, DomainName.of(word.substring(at + 1)), state));
    }
    return new AuthenticatedIdentifiers(identifiers);
  }

  @ParameterizedTest(name = "{0} with {1}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.com       | dkim:example.com       | pass | reject
          example.com       | spf:example.com        | pass | reject
          example.com       | dkim:mail.example.com  | pass | reject
          sub.example.com   | dkim:example.com       | pass | quarantine
          sub.example.com   | dkim:other.example.com | pass | quarantine
          example.com       | dkim!example.com       | fail | reject
          example.com       | dkim:example.org       | fail | reject
          example.com       | dkim:com               | fail | reject
          example.com       | dkim:notexample.com    | fail | reject
          example.com       | ''                     | fail | reject
          sub.example.com   | ''                     | fail | quarantine
          no.example.com    | ''                     | fail | none
          a.b.c.d.e.f.g.h.i.example.com | dkim:x.example.com | pass | none
          strict.example    | dkim:strict.example    | pass | reject
          strict.example    | dkim:a.strict.example  | fail | reject
          strict.example    | spf:a.strict.example   | fail | reject
          test.example      | ''                     | fail | quarantine
          pct.example       | ''                     | fail | reject
          reports.example   | ''                     | fail | none
          nothing.example   | ''                     | none | ''
          badsp.example     | ''                     | none | ''
          badnp.example     | ''                     | none | ''
          twice.example     | ''                     | none | ''
          absent.example    | dkim:absent.example    | none | ''
          giant.bank        | dkim:mega.bank         | fail | quarantine
          giant.bank        | dkim:m.giant.bank      | pass | quarantine
          bank              | dkim:bank              | pass | reject
          own.bank          | ''                     | fail | none
          x.team.big.example| dkim:y.team.big.example| pass | quarantine
          x.team.big.example| dkim:big.example       | fail | quarantine
          big.example       | dkim:team.big.example  | fail | reject
          """)
  void rfc9989(String author, String identifiers, String result, String policy) {
    check(evaluate(DmarcSettings.rfc9989(), author, identifiers), result, policy);
  }

  @ParameterizedTest(name = "{0} with {1}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          example.com       | dkim:mail.example.com   | pass | reject
          no.example.com    | ''                      | fail | quarantine
          test.example      | ''                      | fail | reject
          badnp.example     | ''                      | fail | reject
          twice.example     | ''                      | none | ''
          giant.bank        | ''                      | none | ''
          x.team.big.example| dkim:big.example        | pass | reject
          big.example       | dkim:team.big.example   | pass | reject
          """)
  void rfc7489(String author, String identifiers, String result, String policy) {
    check(evaluate(DmarcSettings.rfc7489(SUFFIXES), author, identifiers), result, policy);
  }

  private static void check(DmarcResult result, String keyword, String policy) {
    assertThat(result.keyword()).isEqualTo(keyword);
    assertThat(result.details().map(it -> it.policy().effective().keyword()).orElse(""))
        .isEqualTo(policy);
    assertThat(result.isDecisionOpen()).isFalse();
    assertThat(result.reason()).isNotBlank();
  }

  /// A missing answer matters only while it could change what is done with the message.
  @ParameterizedTest(name = "{0} with {1}: {2}, open {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          down.example      | ''                              | temperror | true
          down.example      | dkim:mail.down.example          | temperror | true
          down.example      | dkim:down.example               | temperror | false
          example.com       | dkim?example.com                | temperror | true
          example.com       | spf?mail.example.com            | temperror | true
          example.com       | dkim?example.org                | fail      | false
          example.com       | dkim?example.com spf:example.com| pass      | false
          strict.example    | dkim?a.strict.example           | fail      | false
          mild.example      | dkim?mild.example               | temperror | false
          maybe.np.example  | ''                              | temperror | true
          maybe.np.example  | dkim:np.example                 | pass      | false
          """)
  void missingAnswers(String author, String identifiers, String result, boolean open) {
    var got = evaluate(DmarcSettings.rfc9989(), author, identifiers);
    assertThat(got.keyword()).isEqualTo(result);
    assertThat(got.isDecisionOpen()).isEqualTo(open);
  }

  @Test
  void percentIsOnlyRfc7489() {
    var old = evaluate(DmarcSettings.rfc7489(SUFFIXES), "pct.example", "");
    assertThat(old.details().orElseThrow().policy().percent()).isEqualTo(20);
    assertThat(old.details().orElseThrow().policy().sampledOut()).isEqualTo(DmarcPolicy.QUARANTINE);
    var now = evaluate(DmarcSettings.rfc9989(), "pct.example", "");
    assertThat(now.details().orElseThrow().policy().percent()).isEqualTo(100);
  }

  @Test
  void showsTheDifferenceBetweenTheEditions() {
    var comparator = new DmarcComparator(ZoneDns.parse(ZONE), SUFFIXES, CLOCK);
    var same =
        comparator.compare(DomainName.of("example.com"), identifiers("dkim:mail.example.com"));
    assertThat(same.differs()).isFalse();
    var different =
        comparator.compare(DomainName.of("x.team.big.example"), identifiers("dkim:big.example"));
    assertThat(different.differs()).isTrue();
    assertThat(different.rfc9989().keyword()).isEqualTo("fail");
    assertThat(different.rfc7489().keyword()).isEqualTo("pass");
  }

  @Test
  void takesTheResultsOfTheOtherMechanisms() {
    var zone =
        ZoneDns.parse(
            """
            example.com        TXT "v=spf1 ip4:192.0.2.1 -all"
            _dmarc.example.com TXT "v=DMARC1; p=reject"
            """);
    var spf = new SpfEvaluator(zone, SpfLimits.defaults(), CLOCK);
    var query =
        new SpfQuery(
            InetAddress.ofLiteral("192.0.2.1"),
            "mail.example.com",
            ReversePath.parse("bounce@example.com"),
            "mx.example");
    var author = DomainName.of("example.com");
    var dmarc = new DmarcEvaluator(zone, DmarcSettings.rfc9989(), CLOCK);
    var passed = AuthenticatedIdentifiers.of(spf.check(query), List.of());
    assertThat(dmarc.evaluate(author, passed).keyword()).isEqualTo("pass");
    // RFC 9989 §4.4.2: only the MAIL FROM identity.
    var helo = AuthenticatedIdentifiers.of(spf.checkHelo(query), List.of());
    assertThat(helo.identifiers()).isEmpty();
    assertThat(dmarc.evaluate(new AuthorDomain.Missing(), spf.check(query), List.of()).keyword())
        .isEqualTo("permerror");
  }

  @Test
  void aSpentBudgetIsATemperror() {
    var result = evaluate(DmarcSettings.rfc9989().withTimeout(Duration.ZERO), "example.com", "");
    assertThat(result.keyword()).isEqualTo("temperror");
  }

  /// RFC 9989 §4.10, the example.
  @Test
  void theTreeWalkAsksAtMostEightTimes() {
    var name = DomainName.of("a.b.c.d.e.f.g.h.i.j.mail.example.com");
    assertThat(TreeWalk.targets(name))
        .map(DomainName::toString)
        .containsExactly(
            "a.b.c.d.e.f.g.h.i.j.mail.example.com",
            "g.h.i.j.mail.example.com",
            "h.i.j.mail.example.com",
            "i.j.mail.example.com",
            "j.mail.example.com",
            "mail.example.com",
            "example.com",
            "com");
    assertThat(TreeWalk.targets(DomainName.of("a.b.c.d.e.f.g.com"))).hasSize(8);
    assertThat(TreeWalk.targets(DomainName.of("com"))).hasSize(1);
  }
}
