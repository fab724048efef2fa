package io.signetmail.keys.store;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.delegation.Delegation;
import io.signetmail.keys.delegation.SlotRecord;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.Selector;
import java.time.Instant;
import java.util.Optional;

/// Delegated domains and what our zone has for their slots. A label stays known for ever; when its
/// domain is removed it is abandoned, and its records become stale.
public interface DelegationTable {
  Optional<Delegation> current(MailDomain domain);

  /// The domain of a label, unless it was abandoned.
  Optional<MailDomain> owner(String label);

  /// With its slots, all of them empty.
  void add(Delegation delegation, Change change);

  void abandon(MailDomain domain, Instant now, Change change);

  Optional<SlotRecord> slot(String label, Selector selector);

  /// A slot whose record is not what its key says, locked until the transaction ends; not one that
  /// failed and may not be tried again yet.
  Optional<SlotRecord> lockStale(Instant now);

  void published(SlotRecord slot, Optional<String> publicValue);

  void failed(SlotRecord slot, String reason, Instant retryAt);

  void clear(String label, Selector selector, String publicValue);
}
