package io.signetmail.smtp.client;

/// How a connection to the next hop is protected.
public enum TlsMode {
  /// Never.
  NONE,
  /// STARTTLS when offered, whatever certificate comes (RFC 7435); plain text otherwise.
  OPPORTUNISTIC,
  /// STARTTLS with a certificate that is valid for the host, or no mail.
  REQUIRED,
  /// TLS from the first octet with a valid certificate (RFC 8314 §3).
  IMPLICIT
}
