package io.signetmail.auth.report;

/// What the reporter did (RFC 9990 §3.1.1.8), or the published policy (none, quarantine, reject).
///
/// The names are part of stored fingerprints.
public enum Disposition {
  NONE,
  /// Passed under an enforcing policy; new in RFC 9990.
  PASS,
  QUARANTINE,
  REJECT,
  /// Missing, or a word no standard has.
  UNKNOWN
}
