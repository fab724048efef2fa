package io.signetmail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {

  @ParameterizedTest(name = "{0} reads as {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NOOP\\r\\n                | NOOP End
          \\r\\n                    | (empty) End
          A\\r\\nB\\r\\n            | A B End
          A\\nB\\r\\n               | BareLf B End
          A\\rB\\r\\nC\\r\\n        | BareCr C End
          A\\r\\r\\nB\\r\\n         | BareCr B End
          12345678\\r\\n            | 12345678 End
          123456789\\r\\nB\\r\\n    | TooLong B End
          12345678\\r9\\r\\nB\\r\\n | BareCr B End
          A                         | End
          A\\r                      | End
          """)
  void onlyCrlfEndsALine(String wire, String expected) throws IOException {
    var bytes = wire.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
    var reader = new LineReader(new ByteArrayInputStream(bytes));
    List<String> got = new ArrayList<>();
    do {
      got.add(
          switch (reader.readLine(8)) {
            case Line.Text(var text) when text.length == 0 -> "(empty)";
            case Line.Text(var text) -> new String(text, StandardCharsets.UTF_8);
            case Line.TooLong _ -> "TooLong";
            case Line.BareLf _ -> "BareLf";
            case Line.BareCr _ -> "BareCr";
            case Line.End _ -> "End";
          });
    } while (!got.getLast().equals("End"));
    assertThat(String.join(" ", got)).isEqualTo(expected);
  }

  @Test
  void aLineThatNeverEndsIsGivenUp() throws IOException {
    var endless = new Endless();
    assertThat(new LineReader(endless).readLine(512)).isInstanceOf(Line.End.class);
    assertThat(endless.served).isLessThan(100_000);
  }

  @Test
  void linesGrowPastTheFirstArray() throws IOException {
    var line = "x".repeat(4000);
    var reader =
        new LineReader(
            new ByteArrayInputStream((line + "\r\n").getBytes(StandardCharsets.US_ASCII)));
    assertThat(reader.readLine(4000))
        .isInstanceOfSatisfying(
            Line.Text.class,
            t -> assertThat(new String(t.bytes(), StandardCharsets.US_ASCII)).isEqualTo(line));
  }

  private static final class Endless extends InputStream {
    private long served;

    @Override
    public int read() {
      served++;
      return 'x';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Arrays.fill(target, offset, offset + length, (byte) 'x');
      served += length;
      return length;
    }
  }
}
