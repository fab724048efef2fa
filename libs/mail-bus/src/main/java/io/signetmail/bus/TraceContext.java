package io.signetmail.bus;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Where one message stands in its trace, as the W3C `traceparent` header carries it.
///
/// @param traceparent `00-<32 hex trace id>-<16 hex span id>-<2 hex flags>`
public record TraceContext(String traceparent) {
  private static final Pattern FORM = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  public TraceContext {
    if (!FORM.matcher(traceparent).matches()) {
      throw new IllegalArgumentException("not a W3C traceparent");
    }
  }

  /// A new trace, sampled.
  public static TraceContext start(RandomGenerator random) {
    return new TraceContext(
        "00-" + hex(random.nextLong()) + hex(random.nextLong() | 1) + "-" + span(random) + "-01");
  }

  /// The trace that came with a record, or a new one when none did or it is malformed.
  public static TraceContext continueFrom(String traceparent, RandomGenerator random) {
    return FORM.matcher(traceparent).matches()
        ? new TraceContext(traceparent)
        : TraceContext.start(random);
  }

  /// The same trace, one step further on.
  public TraceContext child(RandomGenerator random) {
    return new TraceContext(
        traceparent.substring(0, 36) + span(random) + traceparent.substring(52));
  }

  public String traceId() {
    return traceparent.substring(3, 35);
  }

  private static String span(RandomGenerator random) {
    return hex(random.nextLong() | 1);
  }

  private static String hex(long bits) {
    return HexFormat.of().toHexDigits(bits);
  }
}
