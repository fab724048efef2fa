package io.signetmail.auth.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorDomainTest {

  private static AuthorDomain author(String headers) {
    var message = headers + "\r\n\r\nbody\r\n";
    return AuthorDomain.of(ParsedMessage.of(message.getBytes(StandardCharsets.UTF_8)));
  }

  /// RFC 5322 §3.4, §4.4; RFC 6854 §2.1.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          joe@example.com                                   | joe           | example.com
          <joe@example.com>                                 | joe           | example.com
          Joe <joe@EXAMPLE.com>                             | joe           | example.com
          Joe Q. Public <joe@example.com>                   | joe           | example.com
          "Public, Joe" <joe@example.com>                   | joe           | example.com
          "a\\"b@evil.example" <joe@example.com>             | joe           | example.com
          (x (nested) \\) y) joe (a) @ (b) example.com (c)   | joe           | example.com
          Joe (boss@evil.example) <joe@example.com>         | joe           | example.com
          =?utf-8?q?Jo=C3=AB?= <joe@example.com>            | joe           | example.com
          "joe bloggs"@example.com                          | joe bloggs    | example.com
          "joe@evil.example"@example.com                    | joe@evil.example | example.com
          joe.bloggs@example.com                            | joe.bloggs    | example.com
          joe . bloggs @ example . com                      | joe.bloggs    | example.com
          joe..bloggs@example.com                           | joe..bloggs   | example.com
          <@a.example,@b.example:joe@example.com>           | joe           | example.com
          "Joe" joe@example.com                             | joe           | example.com
          joe@example.com <joe@example.com>                 | joe           | example.com
          ,, joe@example.com,,                              | joe           | example.com
          Team: joe@example.com;                            | joe           | example.com
          Team: joe@example.com, ann@example.com;           | joe           | example.com
          joe@example.com, Ann <ann@example.com>            | joe           | example.com
          joe@bücher.example                                | joe           | xn--bcher-kva.example
          joë@example.com                                   | joë           | example.com
          joe@example.com.                                  | joe           | example.com
          joe+tag@example.com                               | joe+tag       | example.com
          """)
  void oneDomain(String from, String localPart, String domain) {
    assertThat(author("From: " + from))
        .isInstanceOfSatisfying(
            AuthorDomain.Single.class,
            single -> {
              assertThat(single.address().localPart()).isEqualTo(localPart);
              assertThat(single.domain()).hasToString(domain);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "joe",
        "Joe Bloggs",
        "joe@",
        "@example.com",
        "<>",
        "Joe <>",
        "Joe <joe>",
        "Joe <joe@example.com",
        "Joe joe@example.com>",
        "joe@example.com <ann@evil.example>",
        "joe@example.com ann@example.com",
        "<joe@example.com> <ann@example.com>",
        "<joe@example.com> evil",
        "\"joe@example.com",
        "(joe@example.com",
        "joe@[192.0.2.1]",
        "joe@exa mple.com",
        "joe@example..com",
        "joe@-%.com",
        "joe@example.com;",
        "Team: joe@example.com",
        "Team: Inner: joe@example.com;;",
        ": joe@example.com;",
        "joe@example.com@evil.example",
        "joe@example.com>",
        "<joe@example.com@evil.example>",
        "joe\u0001@example.com",
        "<joe bloggs@example.com>"
      })
  void notOneWayToReadIt(String from) {
    assertThat(author("From: " + from)).isInstanceOf(AuthorDomain.Malformed.class);
  }

  @Test
  void noFromField() {
    assertThat(author("To: joe@example.com")).isInstanceOf(AuthorDomain.Missing.class);
  }

  /// RFC 5322 §3.6: exactly one.
  @Test
  void severalFromFields() {
    assertThat(author("From: a@example.com\r\nSubject: x\r\nfRoM : a@example.com"))
        .isEqualTo(new AuthorDomain.SeveralFields(2));
  }

  @Test
  void severalDomains() {
    assertThat(author("From: a@example.com, b@example.net"))
        .isInstanceOfSatisfying(
            AuthorDomain.SeveralDomains.class, several -> assertThat(several.domains()).hasSize(2));
  }

  /// RFC 6854 §4: a group without members is allowed, but nobody's mail.
  @ParameterizedTest
  @ValueSource(strings = {"undisclosed:;", "A: (nobody) ;", "A:;, B:;"})
  void groupWithoutAddress(String from) {
    assertThat(author("From: " + from)).isInstanceOf(AuthorDomain.EmptyGroup.class);
  }

  /// What ends a line for somebody else may show somebody else another From.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: a\nFrom: evil@evil.example\r\nFrom: a@example.com",
        "Subject: a\rFrom: evil@evil.example\r\nFrom: a@example.com",
        "From: a@example.com\u0000\r\nTo: b@example.com"
      })
  void bareLineEndsAndNuls(String headers) {
    assertThat(author(headers)).isInstanceOf(AuthorDomain.Malformed.class);
  }

  @Test
  void aFoldedFieldIsOneField() {
    assertThat(author("From: Joe\r\n\t<joe@example.com>")).isInstanceOf(AuthorDomain.Single.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From\r\n : ceo@bank.example\r\nFrom: joe@example.com",
        "From: joe@example.com\r\nFROM \t\r\n : ceo@bank.example",
        " : ceo@bank.example\r\nFrom: joe@example.com",
        "this is no field\r\nFrom: joe@example.com",
      })
  void aLineThatHidesOrMakesAFromForSomeReaders(String headers) {
    assertThat(author(headers)).isInstanceOf(AuthorDomain.Malformed.class);
  }

  @Test
  void aBrokenLineBelowFromHidesNothing() {
    assertThat(author("From: joe@example.com\r\nthis is no field"))
        .isInstanceOf(AuthorDomain.Single.class);
  }

  @Test
  void nothingHidesBehindTheLimit() {
    var headers = "From: a@example.com\r\n" + "X: y\r\n".repeat(6_000) + "From: b@evil.example";
    assertThat(author(headers)).isInstanceOf(AuthorDomain.Malformed.class);
  }
}
