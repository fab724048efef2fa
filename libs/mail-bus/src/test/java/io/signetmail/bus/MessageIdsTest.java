package io.signetmail.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdsTest {
  private static MessageIds at(String instant) {
    return new MessageIds(InstantSource.fixed(Instant.parse(instant)), new SplittableRandom(7));
  }

  @Test
  void laterIdsSortAfterEarlierOnes() {
    assertThat(at("2026-11-23T10:00:00.000Z").next())
        .isLessThan(at("2026-11-23T10:00:00.001Z").next());
  }

  @Test
  void idsOfOneMillisecondDiffer() {
    var ids = at("2026-11-23T10:00:00Z");
    var seen = new HashSet<MessageId>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(ids.next())).isTrue();
    }
  }

  @Test
  void anIdReadsBack() {
    var id = at("2026-11-23T10:00:00Z").next();
    assertThat(MessageId.parse(id.value())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01JDC0K1XV",
        "01JDC0K1XVZZZZZZZZZZZZZZZI",
        "01jdc0k1xvzzzzzzzzzzzzzzzz",
        "01JDC0K1XVZZZZZZZZZZZZZZZZ\r\n"
      })
  void whatIsNoIdIsRefused(String text) {
    assertThat(MessageId.parse(text)).isEmpty();
  }
}
