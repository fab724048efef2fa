package io.signetmail.ingress.session;

import java.util.Locale;

/// The doors.
public enum ListenerKind {
  /// Port 25: anybody, for served domains.
  MX,
  /// Port 587: our users, after STARTTLS (RFC 6409).
  SUBMISSION,
  /// Port 465: our users, TLS from the first octet (RFC 8314 §3.3).
  SUBMISSIONS,
  /// An MTA that asks about each of its messages.
  MILTER,
  /// `POST /v1/messages`: our users.
  HTTP;

  /// True where only our users may send.
  public boolean submits() {
    return switch (this) {
      case MX, MILTER -> false;
      case SUBMISSION, SUBMISSIONS, HTTP -> true;
    };
  }

  /// The name in envelopes, events and metrics.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
