package io.signetmail.ingress.recipient;

/// What the host that gets the mail can take. MX offers no more: mail it could not pass on would
/// have to be bounced.
///
/// @param eightBitMime RFC 6152
/// @param smtpUtf8 RFC 6531
public record HopOffers(boolean eightBitMime, boolean smtpUtf8) {
  /// Everything; what is assumed of a host that was not met yet.
  public static final HopOffers ALL = new HopOffers(true, true);
}
