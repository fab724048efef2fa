package io.signetmail.auth.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternationalLabelsTest {
  /// RFC 3492 §7.1, and names known from the difference between IDNA2003 and IDNA2008.
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          bücher.de,         xn--bcher-kva.de
          BÜCHER.de,         xn--bcher-kva.de
          bu\u0308cher.de,   xn--bcher-kva.de
          faß.de,            xn--fa-hia.de
          βόλος.com,         xn--nxasmm1c.com
          ශ්\u200Dරී.com,      xn--10cl1a0b660p.com
          نامه\u200Cای.com,    xn--mgba3gch31f060k.com
          日本語。ＪＰ,         xn--wgv71a119e.jp
          ｅｘａｍｐｌｅ｡com,    example.com
          ıi.example,        xn--i-eka.example
          他们为什么不说中文,   xn--ihqwcrb4cv8a8dqg056pqjye
          למההםפשוטלאמדבריםעברית, xn--4dbcagdahymbxekheh6e0a7fei0b
          почемужеонинеговорятпорусски, xn--b1abfaaepdrnnbgefbadotcwatmq2g4l
          3年b組金八先生,       xn--3b-ww4c5e180e575a65lsy2b
          _dmarc.bücher.de,  _dmarc.xn--bcher-kva.de
          xn--bcher-kva.日本, xn--bcher-kva.xn--wgv71a
          """)
  void becomesAnALabel(String name, String ascii) {
    assertThat(DomainName.parse(name)).map(DomainName::toString).contains(ascii);
  }

  /// RFC 5892 §3: disallowed, unassigned, or out of context.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "👍.ws",
        "i❤.ws",
        "a\u200Db.com",
        "a\u200Cb.com",
        "\u0301a.com",
        "ab--ü.com",
        "a\u00ADü.com",
        "\u202Eü.com",
        "ᄀ\u1100.kr",
        "½.com",
        "\uD83D.com",
        "ü\u0000.com",
        "ü .com",
        "ü@b.com",
        "a\uFE0Fü.com",
        "\uE000.com",
        "\u0378.com"
      })
  void isNoDomainName(String name) {
    assertThat(DomainName.parse(name)).isEmpty();
  }
}
