package io.signetmail.auth.spf;

/// What a match means (RFC 7208 §4.6.2).
public enum Qualifier {
  PASS,
  FAIL,
  SOFTFAIL,
  NEUTRAL
}
