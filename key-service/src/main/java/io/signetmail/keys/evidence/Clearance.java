package io.signetmail.keys.evidence;

/// Whether an old key may retire.
public sealed interface Clearance {
  record Clear() implements Clearance {}

  /// @param reason for people: what is missing, and until when if that is known
  record Blocked(String reason) implements Clearance {}
}
