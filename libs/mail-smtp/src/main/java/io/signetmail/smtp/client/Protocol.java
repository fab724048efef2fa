package io.signetmail.smtp.client;

/// What the next hop speaks.
public enum Protocol {
  SMTP,
  /// RFC 2033: LHLO, and one reply per recipient after the data.
  LMTP
}
