package io.signetmail.auth.spf;

/// Counts the terms of one evaluation that ask DNS, and those that found nothing, includes and
/// redirects together (RFC 7208 §4.6.4).
final class LookupBudget {
  private final SpfLimits limits;
  private int terms;
  private int voids;

  LookupBudget(SpfLimits limits) {
    this.limits = limits;
  }

  /// False once the term being charged is one too many.
  boolean chargeTerm() {
    return ++terms <= limits.terms();
  }

  boolean chargeVoid() {
    return ++voids <= limits.voidLookups();
  }
}
