package io.signetmail.ingress.session;

import java.util.Locale;

/// The three doors.
public enum ListenerKind {
  /// Port 25: anybody, for served domains.
  MX,
  /// Port 587: our users, after STARTTLS (RFC 6409).
  SUBMISSION,
  /// Port 465: our users, TLS from the first octet (RFC 8314 §3.3).
  SUBMISSIONS;

  /// True where AUTH is needed before mail.
  public boolean submits() {
    return this != MX;
  }

  /// The name in envelopes, events and metrics.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
