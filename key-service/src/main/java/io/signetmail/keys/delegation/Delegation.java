package io.signetmail.keys.delegation;

import io.signetmail.keys.domains.MailDomain;
import java.time.Instant;

/// A domain whose selector slots are aliases into our zone.
///
/// @param label random, between the slot and the zone; never used for anything else, ever
public record Delegation(String label, MailDomain domain, Instant createdAt) {
  /// Where the alias of a slot points, without the trailing dot.
  public String target(Slot slot, String zone) {
    return slot.selector() + "." + label + "." + zone;
  }
}
