package io.signetmail.smtp;

import java.util.Optional;
import java.util.OptionalLong;

/// Parameters of MAIL (RFC 5321 §4.1.1.11).
///
/// @param size declared size, RFC 1870 §3
/// @param body RFC 6152 §2
/// @param smtpUtf8 RFC 6531 §3.4
/// @param auth submitter, decoded, empty text for `AUTH=<>`, RFC 4954 §5
/// @param ret FULL or HDRS, RFC 3461 §4.3
/// @param envid xtext as it came, RFC 3461 §4.4
public record MailParameters(
    OptionalLong size,
    Body body,
    boolean smtpUtf8,
    Optional<String> auth,
    Optional<String> ret,
    Optional<String> envid) {

  /// Values of BODY; a mail without it is 7BIT as far as anyone can know (RFC 6152 §2).
  public enum Body {
    UNSTATED,
    SEVEN_BIT,
    EIGHT_BIT_MIME
  }

  /// No parameters.
  public static final MailParameters NONE =
      new MailParameters(
          OptionalLong.empty(),
          Body.UNSTATED,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// True when RFC 3461 is needed.
  public boolean asksForDsn() {
    return ret.isPresent() || envid.isPresent();
  }

  /// The same with the size as it turned out.
  public MailParameters withSize(long octets) {
    return new MailParameters(OptionalLong.of(octets), body, smtpUtf8, auth, ret, envid);
  }
}
