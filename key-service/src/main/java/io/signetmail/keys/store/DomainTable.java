package io.signetmail.keys.store;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.MailDomain;
import java.util.List;
import java.util.Optional;

/// Domains, sorted by name.
public interface DomainTable {
  Optional<Domain> find(MailDomain name);

  List<Domain> list(Page page);

  void add(Domain domain, Change change);

  /// The domain must have no grants and no keys left. Its rotations go with it; its delegation is
  /// abandoned.
  void remove(MailDomain name, Change change);
}
