package io.signetmail.auth.report;

/// The DMARC-aligned outcome of one mechanism (RFC 9990 §3.1.1.9), not its raw result.
///
/// The names are part of stored fingerprints.
public enum AlignedResult {
  PASS,
  FAIL,
  /// Missing, or a word no standard has.
  UNKNOWN
}
