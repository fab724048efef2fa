package io.signetmail.keys.store;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.rotation.Rotation;
import io.signetmail.keys.rotation.RotationSchedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Rotations of keys and when to start them. They go with their domain.
public interface RotationTable {
  Optional<Rotation> find(String id);

  /// The newest first.
  List<Rotation> list(MailDomain domain, int limit);

  /// Those of the domain that are not finished.
  List<Rotation> running(MailDomain domain);

  void add(Rotation rotation, Change change);

  void replace(Rotation rotation, Change change);

  /// Says what the rotation waits for and when to look again. Nothing happened, so nobody is told.
  void postpone(String id, String waitingFor, Instant lookAt);

  /// One that is due and that nobody else is about to claim, for the caller alone until the lease
  /// ends.
  Optional<Rotation> claim(Instant now, Instant leaseEnd);

  Optional<RotationSchedule> schedule(MailDomain domain);

  void putSchedule(RotationSchedule schedule, Change change);

  void removeSchedule(MailDomain domain, Change change);

  /// As {@link #claim}, for schedules.
  Optional<RotationSchedule> claimSchedule(Instant now, Instant leaseEnd);

  void reschedule(MailDomain domain, Instant nextAt);
}
