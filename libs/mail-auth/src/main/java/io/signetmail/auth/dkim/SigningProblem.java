package io.signetmail.auth.dkim;

/// Why a message is not signed; `detail` is for a log line or a bounce.
public record SigningProblem(Kind kind, String detail) {

  public enum Kind {
    /// No From field, several, or one without a single domain (RFC 6376 §5.4, design rule).
    FROM,
    /// A CR or LF that is not a CRLF: the next relay would change it (RFC 6376 §5.3).
    BARE_LINE_END,
    /// The header section cannot be read: over its limits, or a line that is no field.
    HEADER,
    /// No key was given, or one that may not sign (RFC 8301 §3.2).
    KEY
  }

  @Override
  public String toString() {
    return detail;
  }
}
