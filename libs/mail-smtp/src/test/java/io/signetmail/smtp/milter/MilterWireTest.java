package io.signetmail.smtp.milter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MilterWireTest {

  /// `~` stands for NUL, `^` for LF.
  private static byte[] octets(String text) {
    return text.replace('~', '\0').replace('^', '\n').getBytes(StandardCharsets.ISO_8859_1);
  }

  private static MilterCommand parse(char code, String data) {
    return MilterCommand.parse(new MilterPacket(code, octets(data)));
  }

  private static String wire(MilterResponse response) {
    return new String(response.bytes(), StandardCharsets.ISO_8859_1)
        .replace('\0', '~')
        .replace('\n', '^');
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          D | Mi~4ABC~{auth_authen}~u~      | Macros[stage=M, values={
          D | E                             | Macros[stage=E, values={}]
          D | Mi~                           | Malformed[reason=macros that are no pairs]
          D | Mi~4ABC                       | Malformed[reason=macros that are no pairs]
          D | ``                            | Malformed[reason=macros without a command]
          C | host.test~4~~192.0.2.1~       | Connect[name=host.test, address=Optional[/192.0.2.1], port=0]
          C | host.test~6~A2001:db8::1~     | Connect[name=host.test, address=Optional[/2001:db8:0:0:0:0:0:1], port=65]
          C | h~6~AIPv6:2001:db8::1~        | Connect[name=h, address=Optional[/2001:db8:0:0:0:0:0:1], port=65]
          C | localhost~U                   | Connect[name=localhost, address=Optional.empty, port=0]
          C | localhost~L~~/run/x~          | Connect[name=localhost, address=Optional.empty, port=0]
          C | host.test                     | Malformed[reason=a connection without its family]
          C | host.test~                    | Malformed[reason=a connection without its family]
          C | host.test~4~~                 | Malformed[reason=a connection without its address]
          C | host.test~4~~192.0.2.1        | Malformed[reason=a connection without its address]
          C | host.test~4~~host.test~       | Malformed[reason=a connection from what is no address]
          C | host.test~4~~192.0.2.0/24~    | Malformed[reason=a connection from what is no address]
          C | host.test~x                   | Malformed[reason=address family 120]
          H | client.test~                  | Helo[name=client.test]
          H | client.test                   | Malformed[reason=HELO without one name]
          H | a~b~                          | Malformed[reason=HELO without one name]
          M | <a@b.test>~                   | Mail[path=<a@b.test>, parameters=[]]
          M | <a@b.test>~SIZE=10~SMTPUTF8~  | Mail[path=<a@b.test>, parameters=[SIZE=10, SMTPUTF8]]
          M | <a@b.test>                    | Malformed[reason=an envelope command without an address]
          M | ``                            | Malformed[reason=an envelope command without an address]
          R | <a@b.test>~NOTIFY=NEVER~      | Rcpt[path=<a@b.test>, parameters=[NOTIFY=NEVER]]
          T | ``                            | Data[]
          L | Subject~ x^ y~                | Header[name=Subject, value= x
          L | Subject~x~y~                  | Malformed[reason=a header field that is no pair]
          L | Subject~x                     | Malformed[reason=a header field that is no pair]
          N | ``                            | EndOfHeader[]
          A | ``                            | Abort[]
          Q | ``                            | Quit[]
          K | ``                            | QuitNewConnection[]
          U | FOO~                          | Unknown[]
          O | too short                     | Malformed[reason=an option negotiation of 9 octets]
          z | ``                            | Malformed[reason=no command has code 122]
          """)
  void everyCommandOfVersionSix(char code, String data, String expected) {
    assertThat(parse(code, data).toString()).startsWith(expected);
  }

  @Test
  void macrosAreKnownByName() {
    assertThat(parse('D', "Mi~4ABC~{auth_authen}~u@x~"))
        .isInstanceOfSatisfying(
            MilterCommand.Macros.class,
            macros ->
                assertThat(macros.values())
                    .containsEntry("i", "4ABC")
                    .containsEntry("{auth_authen}", "u@x"));
  }

  @Test
  void headerFieldsKeepEveryOctet() {
    var all = new StringBuilder();
    for (int octet = 1; octet < 256; octet++) {
      all.append((char) octet);
    }
    var packet = new MilterPacket('L', ("X\0" + all + "\0").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(MilterCommand.parse(packet))
        .isEqualTo(new MilterCommand.Header("X", all.toString()));
  }

  @Test
  void optionsGoBothWays() {
    var options = new MilterOptions(6, 0x1FF, 0x801FFFFF);
    var packet = new MilterResponse.Negotiated(options).bytes();
    assertThat(packet).hasSize(17).startsWith(0, 0, 0, 13, 'O', 0, 0, 0, 6, 0, 0, 1, 0xFF);
    var data = java.util.Arrays.copyOfRange(packet, 5, 17);
    assertThat(MilterCommand.parse(new MilterPacket('O', data)))
        .isEqualTo(new MilterCommand.Negotiate(options));
  }

  @Test
  void responses() {
    assertThat(wire(new MilterResponse.Continue())).isEqualTo("~~~\u0001c");
    assertThat(wire(new MilterResponse.InsertHeader(0, "X-Y", " a\n\tb")))
        .isEqualTo("~~~\u000fi~~~~X-Y~ a^\tb~");
    assertThat(wire(new MilterResponse.DeleteHeader(2, "X-Y"))).isEqualTo("~~~^m~~~\u0002X-Y~~");
    assertThat(wire(new MilterResponse.Quarantine("why"))).isEqualTo("~~~\u0005qwhy~");
    assertThat(wire(new MilterResponse.Refuse(Replies.NO_VERDICT)))
        .endsWith("y451 4.7.0 cannot check the message now, try again later~");
  }

  /// Sendmail formats what it is given, and Postfix undoubles it.
  @Test
  void percentSignsAreDoubled() {
    assertThat(wire(new MilterResponse.Refuse(Reply.of(550, "5.7.1", "100%s"))))
        .endsWith("y550 5.7.1 100%%s~");
  }

  @Test
  void aFilterCannotAnswer250() {
    assertThatThrownBy(() -> new MilterResponse.Refuse(Replies.OK))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void packetsFollowOneAnother() throws IOException {
    var in = new ByteArrayInputStream(octets("~~~\u0001Q~~~\u0003Hx~~~~~"));
    assertThat(MilterPacket.read(in, 100))
        .isInstanceOfSatisfying(
            MilterPacket.Read.Whole.class, r -> assertThat(r.packet().code()).isEqualTo('Q'));
    assertThat(MilterPacket.read(in, 100))
        .isInstanceOfSatisfying(
            MilterPacket.Read.Whole.class,
            r -> assertThat(r.packet().data()).containsExactly('x', 0));
    assertThat(MilterPacket.read(in, 100)).isEqualTo(new MilterPacket.Read.Impossible(0));
    assertThat(MilterPacket.read(in, 100)).isEqualTo(new MilterPacket.Read.End());
  }

  @Test
  void aLengthOverTheBoundIsNotBelieved() throws IOException {
    byte[] lie = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 'B'};
    assertThat(MilterPacket.read(new ByteArrayInputStream(lie), 1 << 20))
        .isEqualTo(new MilterPacket.Read.Impossible(0xFFFFFFFFL));
  }

  @Test
  void aPacketThatEndsTooEarlyIsAnEndOfTheConnection() {
    assertThatThrownBy(
            () -> MilterPacket.read(new ByteArrayInputStream(octets("~~~\u0009Habc")), 100))
        .isInstanceOf(EOFException.class);
  }
}
