package io.signetmail.auth.report;

/// Raw result of SPF or one DKIM signature (RFC 8601 §2.7.1, §2.7.2).
///
/// The names are part of stored fingerprints.
public enum AuthResult {
  NONE,
  PASS,
  FAIL,
  SOFTFAIL,
  POLICY,
  NEUTRAL,
  TEMPERROR,
  PERMERROR,
  /// Missing, or a word no standard has.
  UNKNOWN
}
