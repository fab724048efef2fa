package io.signetmail.ingress.milter;

/// How the MTA is told to put a message aside.
public enum MilterQuarantine {
  /// By the field `Signet-Disposition: quarantine`; the MTA delivers.
  HEADER,
  /// By the field, and the MTA keeps the message in its hold queue until a person decides.
  HOLD
}
