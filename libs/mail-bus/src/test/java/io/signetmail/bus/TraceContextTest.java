package io.signetmail.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void aChildStaysInItsTrace() {
    var parent = TraceContext.start(random);
    var child = parent.child(random);
    assertThat(child.traceId()).isEqualTo(parent.traceId());
    assertThat(child).isNotEqualTo(parent);
    assertThat(child.traceparent()).hasSize(55).endsWith("-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00-zz", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-0x"})
  void aMalformedHeaderStartsANewTrace(String header) {
    assertThat(TraceContext.continueFrom(header, random).traceparent()).hasSize(55);
  }
}
