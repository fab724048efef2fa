package io.signetmail.reports.api;

import java.util.Set;

/// Who asks, as key-service knows the token.
///
/// @param domains a provisioner sees these only; empty for the roles that see everything
record Caller(String role, Set<String> domains) {
  private static final Set<String> READERS = Set.of("admin", "auditor", "provisioner");

  Caller {
    domains = Set.copyOf(domains);
  }

  boolean mayRead() {
    return READERS.contains(role) && (!role.equals("provisioner") || !domains.isEmpty());
  }

  boolean mayRead(String domain) {
    return domains.isEmpty() || domains.contains(domain);
  }

  boolean isAdmin() {
    return role.equals("admin");
  }
}
