package io.signetmail.keys.rotation;

import io.signetmail.keys.domains.MailDomain;
import java.time.Instant;

/// How often the keys of a domain are rotated without being asked to.
///
/// @param everyDays from the start of one to the start of the next
public record RotationSchedule(MailDomain domain, int everyDays, Instant nextAt) {
  public static final int MIN_DAYS = 1;

  /// Ten years: longer is never.
  public static final int MAX_DAYS = 3650;
}
