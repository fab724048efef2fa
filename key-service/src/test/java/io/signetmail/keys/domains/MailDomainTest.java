package io.signetmail.keys.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.problems.ProblemType;
import io.signetmail.keys.problems.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MailDomainTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "shop.example, shop.example",
    "Shop.EXAMPLE., shop.example",
    "a.b.c.example, a.b.c.example",
    "bücher.example, xn--bcher-kva.example",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "1and1.example, 1and1.example"
  })
  void isRead(String text, String name) {
    assertThat(MailDomain.fromInput("domain", text).name()).isEqualTo(name);
  }

  static java.util.List<String> wrong() {
    return java.util.List.of(
        "",
        ".",
        "example",
        "shop..example",
        ".shop.example",
        "shop.example..",
        "-shop.example",
        "shop-.example",
        "sh op.example",
        "shop_.example",
        "192.0.2.1",
        "[192.0.2.1]",
        "user@shop.example",
        "shop.example'; DROP TABLE domain; --",
        "shop.example\u0000",
        "straße.example",
        "a".repeat(64) + ".example",
        ("a".repeat(60) + ".").repeat(5) + "example",
        "x".repeat(100_000),
        "\ud800.example");
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void isRefused(String text) {
    assertThatThrownBy(() -> MailDomain.fromInput("domain", text))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.type()).isEqualTo(ProblemType.INVALID_DOMAIN);
              assertThat(refusal.field()).isEqualTo("domain");
              assertThat(refusal.detail()).hasSizeLessThan(300);
            });
  }

  @Test
  void parentsEndBelowTheTop() {
    var domain = new MailDomain("a.shop.example");
    assertThat(domain.parent()).contains(new MailDomain("shop.example"));
    assertThat(new MailDomain("shop.example").parent()).isEmpty();
    assertThat(domain.isWithin(new MailDomain("shop.example"))).isTrue();
    assertThat(new MailDomain("myshop.example").isWithin(new MailDomain("shop.example"))).isFalse();
  }
}
