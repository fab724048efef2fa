package io.signetmail.smtp;

/// The `with` word of a Received field (RFC 3848, RFC 6531 §4.3).
public final class TransmissionType {
  private TransmissionType() {}

  /// The word for a session that used these.
  public static String of(boolean extended, boolean utf8, boolean tls, boolean authenticated) {
    if (!extended) {
      return "SMTP";
    }
    return (utf8 ? "UTF8SMTP" : "ESMTP") + (tls ? "S" : "") + (authenticated ? "A" : "");
  }
}
