package io.signetmail.auth.policy;

/// How far a DMARC failure changes delivery.
public enum PolicyMode {
  /// Refuse what a domain owner wants rejected, unless there is evidence of indirect mail.
  ENFORCE,
  /// Quarantine it instead of refusing it.
  QUARANTINE,
  /// Deliver everything; only the results are recorded.
  MONITOR
}
