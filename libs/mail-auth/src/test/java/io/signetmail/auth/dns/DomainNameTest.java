package io.signetmail.auth.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          example.com,        example.com
          Example.COM.,       example.com
          _dmarc.example.com, _dmarc.example.com
          com,                com
          192.0.2.1,          192.0.2.1
          bücher.example,     xn--bcher-kva.example
          BÜCHER.example,     xn--bcher-kva.example
          例え.テスト,          xn--r8jz45g.xn--zckzah
          例え。テスト,         xn--r8jz45g.xn--zckzah
          xn--bcher-kva.de,   xn--bcher-kva.de
          """)
  void readsNames(String text, String name) {
    assertThat(DomainName.of(text)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".example.com",
        "a..b",
        "example.com..",
        "[192.0.2.1]",
        "a b.example",
        "a@b",
        "a/b",
        "a\u0000b",
        "a\r\nb",
        "a,b",
        "\u00fc..example"
      })
  void refusesWhatIsNoName(String text) {
    assertThat(DomainName.parse(text)).isEmpty();
    assertThatThrownBy(() -> DomainName.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  /// RFC 1035 §2.3.4.
  @Test
  void holdsToTheLimits() {
    var label = "a".repeat(63);
    assertThat(DomainName.parse(label + ".com")).isPresent();
    assertThat(DomainName.parse(label + "a.com")).isEmpty();
    var longest = String.join(".", label, label, label, "a".repeat(61));
    assertThat(longest).hasSize(253);
    assertThat(DomainName.parse(longest)).isPresent();
    assertThat(DomainName.parse(longest + ".")).isPresent();
    assertThat(DomainName.parse(longest + "a")).isEmpty();
    assertThat(DomainName.of(longest).prepend("_dmarc")).isEmpty();
    assertThat(DomainName.parse("ü".repeat(100_000) + ".com")).isEmpty();
  }

  @Test
  void queryNamesMayHoldAnyAsciiOctet() {
    assertThat(DomainName.parseQueryName("A b!$.example").orElseThrow())
        .hasToString("a b!$.example");
    assertThat(DomainName.parseQueryName("ü.example")).isEmpty();
    assertThat(DomainName.parseQueryName("a..example")).isEmpty();
  }

  @Test
  void knowsItsFamily() {
    var name = DomainName.of("a.b.example.com");
    assertThat(name.labels()).containsExactly("a", "b", "example", "com");
    assertThat(name.labelCount()).isEqualTo(4);
    assertThat(name.parent()).contains(DomainName.of("b.example.com"));
    assertThat(DomainName.of("com").parent()).isEmpty();
    assertThat(name.rightmost(2)).isEqualTo(DomainName.of("example.com"));
    assertThat(name.rightmost(1)).isEqualTo(DomainName.of("com"));
    assertThat(name.rightmost(4)).isEqualTo(name);
    assertThat(name.rightmost(9)).isEqualTo(name);
    assertThat(name.isSubdomainOf(DomainName.of("example.com"))).isTrue();
    assertThat(name.isSubdomainOf(name)).isFalse();
    assertThat(name.isSameOrSubdomainOf(name)).isTrue();
    assertThat(DomainName.of("notexample.com").isSubdomainOf(DomainName.of("example.com")))
        .isFalse();
    assertThat(DomainName.of("example.com").withPrefix("s1._domainkey"))
        .hasToString("s1._domainkey.example.com");
    assertThat(DomainName.ROOT.labels()).isEmpty();
    assertThat(new MxRecord(0, DomainName.ROOT).isNullMx()).isTrue();
  }
}
