package io.signetmail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

  /// An input that gives `step` octets at a time, so that every state is met at the end of a
  /// buffer.
  private static LineReader trickle(String wire, int step) {
    var bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
    return new LineReader(
        new InputStream() {
          private int at;

          @Override
          public int read() {
            return at < bytes.length ? bytes[at++] & 0xFF : -1;
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            int count = Math.min(Math.min(step, length), bytes.length - at);
            System.arraycopy(bytes, at, target, offset, count);
            at += count;
            return count == 0 ? -1 : count;
          }
        });
  }

  private static String read(String wire, int step, int max) throws IOException {
    var lines = trickle(wire, step);
    var result =
        switch (new MessageReader(lines, max, Allowance.unlimited()).readData()) {
          case ReadMessage.Complete(var content) ->
              new String(content.assemble(new byte[0]), StandardCharsets.ISO_8859_1);
          case ReadMessage.Refused(var reply, var close) ->
              reply.code() + " " + reply.enhanced().orElseThrow() + (close ? " close" : "");
          case ReadMessage.Cut _ -> "cut";
        };
    var rest =
        lines.readLine(100) instanceof Line.Text(var text)
            ? new String(text, StandardCharsets.US_ASCII)
            : "-";
    return (result.isEmpty() ? "(empty)" : result).replace("\r", "\\r").replace("\n", "\\n")
        + " then "
        + rest;
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          .\\r\\nNEXT\\r\\n                       | (empty) then NEXT
          a\\r\\n.\\r\\nNEXT\\r\\n                | a\\r\\n then NEXT
          a\\r\\n..\\r\\n.\\r\\nNEXT\\r\\n        | a\\r\\n.\\r\\n then NEXT
          a\\r\\n..b\\r\\n.\\r\\nNEXT\\r\\n       | a\\r\\n.b\\r\\n then NEXT
          a\\r\\n.b\\r\\n.\\r\\nNEXT\\r\\n        | a\\r\\nb\\r\\n then NEXT
          a\\r\\n\\r\\n.\\r\\nNEXT\\r\\n          | a\\r\\n\\r\\n then NEXT
          é\\r\\n.\\r\\nNEXT\\r\\n                | é\\r\\n then NEXT
          a\\n.\\nb\\r\\n.\\r\\nNEXT\\r\\n        | 550 5.5.2 then NEXT
          a\\n.\\r\\nb\\r\\n.\\r\\nNEXT\\r\\n     | 550 5.5.2 then NEXT
          a\\r\\n.\\nb\\r\\n.\\r\\nNEXT\\r\\n     | 550 5.5.2 then NEXT
          a\\r.\\rb\\r\\n.\\r\\nNEXT\\r\\n        | 550 5.5.2 then NEXT
          a\\r\\n.\\rb\\r\\n.\\r\\nNEXT\\r\\n     | 550 5.5.2 then NEXT
          a\\r\\n.\\r\\r\\n.\\r\\nNEXT\\r\\n      | 550 5.5.2 then NEXT
          a\\r\\r\\n.\\r\\nNEXT\\r\\n             | 550 5.5.2 then NEXT
          a\\0b\\r\\n.\\r\\nNEXT\\r\\n            | 550 5.6.0 close then NEXT
          12345678901234567890\\r\\n.\\r\\nNEXT\\r\\n | 552 5.3.4 then NEXT
          a\\r\\n                                 | cut then -
          a\\r\\n.                                | cut then -
          a\\r\\n.\\r                             | cut then -
          """)
  void onlyCrlfDotCrlfEnds(String wire, String expected) throws IOException {
    var bytes = wire.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    for (int step = 1; step <= 9; step++) {
      assertThat(read(bytes, step, 20)).as("in steps of " + step).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {998, 999})
  void linesOver998OctetsAreRefused(int length) throws IOException {
    var got = read("x".repeat(length) + "\r\n.\r\n", 100, 5000);
    assertThat(got.startsWith("554 5.6.0")).isEqualTo(length == 999);
  }

  @Test
  void memoryIsAskedForBeforeItIsUsedAndTheMessageStillReadToItsEnd() throws IOException {
    var asked = new AtomicLong();
    var lines = trickle("0123456789".repeat(90).concat("\r\n").repeat(100) + ".\r\nNEXT\r\n", 1000);
    var reader = new MessageReader(lines, 1 << 20, octets -> asked.addAndGet(octets) < 30_000);
    assertThat(reader.readData()).isEqualTo(new ReadMessage.Refused(Replies.NO_ROOM, false));
    assertThat(lines.readLine(10)).isInstanceOf(Line.Text.class);
  }

  @Test
  void aMessageThatNeverEndsIsCutOff() throws IOException {
    var lines = trickle("x\r\n".repeat(1000), 100);
    assertThat(new MessageReader(lines, 100, Allowance.unlimited()).readData())
        .isEqualTo(new ReadMessage.Refused(Replies.tooBig(100), true));
  }

  @Test
  void chunksMakeOneMessageAndKeepTheStrictRules() throws IOException {
    var lines = trickle("a\r\n.\r\nb\r\nNEXT\r\n", 3);
    var reader = new MessageReader(lines, 100, Allowance.unlimited());
    assertThat(reader.readChunk(2)).isTrue();
    assertThat(reader.readChunk(7)).isTrue();
    assertThat(reader.finish())
        .isInstanceOfSatisfying(
            ReadMessage.Complete.class,
            c ->
                assertThat(new String(c.content().assemble(new byte[0]), StandardCharsets.US_ASCII))
                    .isEqualTo("a\r\n.\r\nb\r\n"));
    assertThat(lines.readLine(10)).isInstanceOf(Line.Text.class);

    var bare = new MessageReader(trickle("a\nb\r\n", 3), 100, Allowance.unlimited());
    assertThat(bare.readChunk(5)).isTrue();
    assertThat(bare.finish()).isInstanceOf(ReadMessage.Refused.class);
  }

  @Test
  void assemblingPutsThePrefixInFront() throws IOException {
    var text = "0123456789".repeat(90).concat("\r\n").repeat(1000);
    var result =
        new MessageReader(trickle(text + ".\r\n", 999), 1 << 20, Allowance.unlimited()).readData();
    assertThat(result)
        .isInstanceOfSatisfying(
            ReadMessage.Complete.class,
            c ->
                assertThat(
                        new String(
                            c.content().assemble("P: 1\r\n".getBytes(StandardCharsets.US_ASCII)),
                            StandardCharsets.US_ASCII))
                    .isEqualTo("P: 1\r\n" + text));
  }
}
