package io.signetmail.auth.message;

/// Something in a header section that RFC 5322 does not allow and that matters to authentication.
public enum MessageDefect {
  /// A CR or LF that is not part of a CRLF (RFC 5322 §2.2): other software may see more fields.
  BARE_LINE_END_IN_HEADER,
  /// A NUL byte (RFC 5322 §4): other software may end the line there.
  NUL_IN_HEADER,
  /// A line that is neither a field nor the continuation of one.
  MALFORMED_FIELD,
  /// More fields than {@link MessageLimits#maxFields}; the rest was not read.
  TOO_MANY_FIELDS,
  /// A header section longer than {@link MessageLimits#maxHeaderBytes}; the rest was not read.
  HEADER_TOO_LARGE
}
