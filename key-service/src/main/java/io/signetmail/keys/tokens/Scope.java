package io.signetmail.keys.tokens;

import io.signetmail.keys.domains.MailDomain;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The domains a token is limited to: each of them and what lies below it. No list means no limit.
public record Scope(Optional<SortedSet<MailDomain>> domains) {
  public static final Scope EVERYTHING = new Scope(Optional.empty());

  public Scope {
    domains = domains.map(TreeSet::new);
  }

  public static Scope of(Collection<MailDomain> domains) {
    return new Scope(Optional.of(new TreeSet<>(domains)));
  }

  public boolean covers(MailDomain domain) {
    return domains.isEmpty() || domains.get().stream().anyMatch(domain::isWithin);
  }

  public boolean isLimited() {
    return domains.isPresent();
  }
}
