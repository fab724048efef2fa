package io.signetmail.keys.store;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.DomainQuery;
import io.signetmail.keys.domains.MailDomain;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Domains, sorted by name; those that were removed are still there until they are destroyed.
public interface DomainTable {
  Optional<Domain> find(MailDomain name);

  List<Domain> list(DomainQuery query);

  /// Domains removed at this moment or before.
  List<Domain> removedBefore(Instant limit, int count);

  void add(Domain domain, Change change);

  /// Keeps the settings and the removal of a known domain.
  void replace(Domain domain, Change change);

  /// The domain must have no grants and no keys left. The domain must have no grants and no keys
  /// left. Its rotations go with it; its delegation is abandoned.
  void remove(MailDomain name, Change change);
}
