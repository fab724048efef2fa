package io.signetmail.keys.store;

import io.signetmail.keys.changes.AuditEntry;
import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.PendingEvent;
import io.signetmail.keys.changes.Subject;
import java.util.List;

/// The audit trail, and the events that wait to be published.
///
/// Every mutation of the other tables writes both here, so nobody can forget to.
public interface ChangeTable {
  /// Keeps something worth auditing that changes nothing for others.
  void note(Change change);

  /// Keeps and announces something that changes what others may rely on, but no row of its subject.
  void announce(Change change);

  /// The newest entries older than the given id first; 0 for the very newest.
  List<AuditEntry> audit(long before, int limit);

  /// How often the subject has changed, ever: it never goes back, not even when the subject is
  /// removed and made again.
  long version(Subject subject);

  /// The events that are not published yet, oldest first.
  List<PendingEvent> unpublished(int limit);
}
