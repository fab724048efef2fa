package io.signetmail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyHeaderTest {

  private static String read(byte[] wire) throws IOException {
    var in = new ByteArrayInputStream(wire);
    var header =
        switch (ProxyHeader.read(in)) {
          case ProxyHeader.From(var address, var port) -> address.getHostAddress() + " " + port;
          case ProxyHeader.Local _ -> "local";
          case ProxyHeader.Invalid _ -> "invalid";
        };
    return header + " then " + new String(in.readAllBytes(), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PROXY TCP4 192.0.2.1 198.51.100.1 4711 25~EHLO  | 192.0.2.1 4711 then EHLO
          PROXY TCP6 2001:db8::1 2001:db8::2 4711 25~EHLO | 2001:db8:0:0:0:0:0:1 4711 then EHLO
          PROXY UNKNOWN~EHLO                              | local then EHLO
          PROXY UNKNOWN ffff::1 ::1 1 2~EHLO              | local then EHLO
          PROXY TCP4 192.0.2.1 198.51.100.1 70000 25~E    | invalid then E
          PROXY TCP4 mail.example 198.51.100.1 1 25~E     | invalid then E
          PROXY TCP4 192.0.2.1~E                          | invalid then E
          PROXY TCP4 2001:db8::1 ::1 1 2~E                | invalid then E
          """)
  void version1(String wire, String expected) throws IOException {
    assertThat(read(wire.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(expected);
  }

  @Test
  void whatIsNoHeaderIsSeenEarly() throws IOException {
    assertThat(read("EHLO client.test\r\n".getBytes(StandardCharsets.US_ASCII)))
        .startsWith("invalid");
    assertThat(read(new byte[0])).startsWith("invalid");
    assertThat(read(("PROXY " + "x".repeat(500)).getBytes(StandardCharsets.US_ASCII)))
        .startsWith("invalid");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          21 11 000C C0000201 C6336401 1267 0019          | 192.0.2.1 4711
          21 11 0010 C0000201 C6336401 1267 0019 04000100 | 192.0.2.1 4711
          20 00 0000                                      | local
          21 31 0000                                      | local
          21 11 0004 C0000201                             | invalid
          11 11 0000                                      | invalid
          22 11 0000                                      | invalid
          21 11 FFFF                                      | invalid
          21 11 000C C0000201                             | invalid
          """)
  void version2(String hex, String expected) throws IOException {
    var wire = HexFormat.of().parseHex("0D0A0D0A000D0A515549540A" + hex.replace(" ", ""));
    assertThat(read(wire)).startsWith(expected);
  }

  @ParameterizedTest(name = "{1} in {0}: {2}")
  @CsvSource({
    "192.0.2.0/24, 192.0.2.200, true",
    "192.0.2.0/25, 192.0.2.200, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
  })
  void rangesContainTheirAddresses(String range, String address, boolean expected) {
    assertThat(AddressRange.of(range).contains(InetAddress.ofLiteral(address))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.0/33", "192.0.2/24", "localhost", "::/129", "192.0.2.0/", "192.0.2.0/-1"})
  void whatIsNoRangeIsNotTaken(String text) {
    assertThat(AddressRange.parse(text)).isEmpty();
  }
}
