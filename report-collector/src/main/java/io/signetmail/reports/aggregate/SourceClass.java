package io.signetmail.reports.aggregate;

/// What a source is to the domain it writes as.
public enum SourceClass {
  /// Aligned DKIM: survives forwarding, and enforcement.
  OURS_SIGNED,
  /// Aligned SPF only: lost when forwarded (RFC 9989 §8 wants both before enforcing).
  OURS_UNSIGNED,
  /// Passes as somebody else, day after day: a service nobody told about DMARC.
  FORGOTTEN,
  /// Also carries mail whose signature survived: a forwarder or a list.
  FORWARDER,
  /// Authenticates as nobody, or once in a while: what enforcement is for.
  STRANGER
}
