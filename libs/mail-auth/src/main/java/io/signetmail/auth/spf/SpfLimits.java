package io.signetmail.auth.spf;

import java.time.Duration;

/// What one evaluation may cost (RFC 7208 §4.6.4).
///
/// `timeout` bounds the DNS time of one evaluation. The RFC says it SHOULD allow 20 seconds; a
/// client that waits for the reply to DATA is better served by a temperror after 10, so that is the
/// default.
public record SpfLimits(int terms, int voidLookups, int mxNames, int ptrNames, Duration timeout) {
  public SpfLimits {
    if (terms < 0 || voidLookups < 0 || mxNames < 0 || ptrNames < 0 || timeout.isNegative()) {
      throw new IllegalArgumentException("SPF limits cannot be negative");
    }
  }

  public static SpfLimits defaults() {
    return new SpfLimits(10, 2, 10, 10, Duration.ofSeconds(10));
  }

  public SpfLimits withTimeout(Duration value) {
    return new SpfLimits(terms, voidLookups, mxNames, ptrNames, value);
  }
}
