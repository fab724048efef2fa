package io.signetmail.bus;

/// A reply for the SMTP client, decided by a worker and sent by the ingress.
///
/// @param code three digits, 4yz or 5yz
/// @param enhanced enhanced status code such as `5.7.1` (RFC 3463)
/// @param text printable US-ASCII, one line
public record SmtpReply(int code, String enhanced, String text) {
  @Override
  public String toString() {
    return code + " " + enhanced + " " + text;
  }
}
