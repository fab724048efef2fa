package io.signetmail.ingress.session;

import io.signetmail.auth.dns.DomainName;
import java.util.Set;

/// How checking a password ended.
public sealed interface Login {

  /// The user is who they say, and may send as these domains.
  record Granted(String user, Set<DomainName> domains) implements Login {

    /// Copies the set.
    public Granted {
      domains = Set.copyOf(domains);
    }

    /// True for a granted domain; a domain below one needs a grant of its own.
    public boolean covers(DomainName domain) {
      return domains.contains(domain);
    }
  }

  /// Wrong user or password; which, is nobody's business.
  record Denied() implements Login {}

  /// Nobody could be asked.
  record Unavailable(String reason) implements Login {}
}
