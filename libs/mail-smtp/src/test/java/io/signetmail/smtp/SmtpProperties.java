package io.signetmail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SmtpProperties {

  /// Octets mapped into the alphabet in which the interesting things happen.
  @Provide
  Arbitrary<byte[]> wire() {
    return Arbitraries.of((byte) '\r', (byte) '\n', (byte) '.', (byte) 'a', (byte) 0, (byte) 0xE9)
        .array(byte[].class)
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<String> command() {
    return Arbitraries.of(
            "MAIL FROM:",
            "RCPT TO:",
            "<",
            ">",
            "@",
            "a",
            "\"",
            "\\",
            " ",
            "[",
            "]",
            "IPv6:",
            "::",
            ".",
            "=",
            "SIZE",
            "é",
            "BDAT ",
            "AUTH ",
            "XCLIENT ",
            "+",
            "9",
            ":",
            ",")
        .list()
        .ofMaxSize(25)
        .map(words -> String.join("", words));
  }

  @Property
  void noLineIsTooStrange(@ForAll byte[] line) {
    assertThat(Command.parse(line)).isNotNull();
  }

  @Property
  void noCommandIsTooStrange(@ForAll("command") String line) {
    var command = Command.parse(line.getBytes(StandardCharsets.UTF_8));
    if (command instanceof Command.Mail(var from, var _)) {
      assertThat(ReversePath.parse(from.toString())).contains(from);
    }
  }

  /// The end of data, found by searching the text for it instead of by a state machine.
  @Property(tries = 5000)
  void dataEndsAtTheFirstCrlfDotCrlf(@ForAll("wire") byte[] wire) throws IOException {
    var text = new String(wire, StandardCharsets.ISO_8859_1);
    int end = text.startsWith(".\r\n") ? 0 : text.indexOf("\r\n.\r\n");
    var lines = new LineReader(new ByteArrayInputStream(wire));
    var result = new MessageReader(lines, 1000, Allowance.unlimited()).readData();
    if (end < 0) {
      assertThat(result).isInstanceOf(ReadMessage.Cut.class);
      return;
    }
    var content = text.startsWith(".\r\n") ? "" : text.substring(0, end + 2);
    boolean clean = !content.replace("\r\n", "").matches("(?s).*[\r\n\0].*");
    assertThat(result instanceof ReadMessage.Complete).isEqualTo(clean);
    if (result instanceof ReadMessage.Complete(var read)) {
      assertThat(new String(read.assemble(new byte[0]), StandardCharsets.ISO_8859_1))
          .isEqualTo(content.replaceAll("(?<=\r\n|^)\\.", ""));
    }
  }

  @Property
  void stuffingAndReadingGiveTheMessageBack(@ForAll("wire") byte[] raw) throws IOException {
    var text =
        new String(raw, StandardCharsets.ISO_8859_1).replaceAll("[\r\0]", "").replace("\n", "\r\n");
    var message = text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
    var wire = new ByteArrayOutputStream();
    DotStuffing.write(wire, message.getBytes(StandardCharsets.ISO_8859_1));
    var lines = new LineReader(new ByteArrayInputStream(wire.toByteArray()));
    var result = new MessageReader(lines, 1000, Allowance.unlimited()).readData();
    assertThat(result)
        .isInstanceOfSatisfying(
            ReadMessage.Complete.class,
            c ->
                assertThat(
                        new String(c.content().assemble(new byte[0]), StandardCharsets.ISO_8859_1))
                    .isEqualTo(message));
    assertThat(lines.readLine(10)).isInstanceOf(Line.End.class);
  }
}
