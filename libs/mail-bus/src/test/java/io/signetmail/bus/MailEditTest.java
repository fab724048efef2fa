package io.signetmail.bus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MailEditTest {
  private static final byte[] MESSAGE = "A: 1\r\nB: 2\r\nC: 3\r\n\r\nbody\r\n".getBytes(US_ASCII);

  @Test
  void putsFieldsInFrontAndTakesRangesOut() {
    var edit = new MailEdit("X: new\r\n", List.of(new ByteRange(12, 18), new ByteRange(0, 6)));
    assertThat(new String(edit.apply(MESSAGE), US_ASCII))
        .isEqualTo("X: new\r\nB: 2\r\n\r\nbody\r\n");
  }

  @Test
  void noEditLeavesEveryOctet() {
    assertThat(MailEdit.NONE.apply(MESSAGE)).isEqualTo(MESSAGE);
  }

  @Test
  void overlappingRangesAreOurMistake() {
    assertThatThrownBy(() -> new MailEdit("", List.of(new ByteRange(0, 6), new ByteRange(5, 9))))
        .hasMessageContaining("overlap");
  }

  @Property(seed = "20261123")
  void whatIsNotRemovedStays(
      @ForAll @IntRange(max = 28) int start, @ForAll @IntRange(max = 28) int length) {
    int end = Math.min(MESSAGE.length, start + length);
    int from = Math.min(start, end);
    var edited = new MailEdit("", List.of(new ByteRange(from, end))).apply(MESSAGE);
    var text = new String(MESSAGE, US_ASCII);
    assertThat(new String(edited, US_ASCII))
        .isEqualTo(text.substring(0, from) + text.substring(end));
  }
}
