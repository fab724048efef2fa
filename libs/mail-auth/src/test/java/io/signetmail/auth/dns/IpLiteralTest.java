package io.signetmail.auth.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.1",
        "0.0.0.0",
        "255.255.255.255",
        "::",
        "::1",
        "1::",
        "2001:db8::1",
        "2001:DB8:0:0:8:800:200C:417A",
        "::1.1.1.1",
        "1:2:3:4:5:6:7.8.9.10",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "::ffff:192.0.2.1"
      })
  void agreesWithTheJdk(String text) {
    assertThat(IpLiteral.parse(text)).contains(InetAddress.ofLiteral(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.04",
        "01.2.3.4",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.4 ",
        "1.2.3.4:80",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "1:2:3:4:5:6:7:8::",
        "::g",
        "[::1]",
        "fe80::1%eth0",
        "1.2.3.4::",
        "::1.2.3",
        "1:",
        ":1",
        "1:2:3:4:5:6:7:1.2.3.4",
        "١.2.3.4",
        "::ﬀ"
      })
  void refusesEverythingElse(String text) {
    assertThat(IpLiteral.parse(text)).isEmpty();
  }
}
