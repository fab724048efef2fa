package io.signetmail.keys.domains;

import io.signetmail.keys.store.Page;
import io.signetmail.keys.tokens.Scope;

/// Which domains a list should have.
///
/// @param contains a part of the name; empty for all
/// @param removed those that were removed and can still come back, instead of the others
public record DomainQuery(Scope scope, String contains, boolean removed, Page page) {
  public static DomainQuery all(Page page) {
    return new DomainQuery(Scope.EVERYTHING, "", false, page);
  }

  public boolean matches(Domain domain) {
    return domain.isRemoved() == removed
        && scope.covers(domain.name())
        && domain.name().name().contains(contains)
        && domain.name().name().compareTo(page.after()) > 0;
  }
}
