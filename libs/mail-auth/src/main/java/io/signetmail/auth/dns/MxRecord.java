package io.signetmail.auth.dns;

/// A mail exchanger; the lower preference is tried first (RFC 5321 §5.1).
public record MxRecord(int preference, DomainName exchange) {
  /// "This domain accepts no mail" (RFC 7505 §3).
  public boolean isNullMx() {
    return exchange.isRoot();
  }
}
