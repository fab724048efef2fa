package io.signetmail.ingress.mail;

import io.signetmail.auth.dns.DomainName;

/// Port: whether what a user sends as a domain would be signed. May block.
@FunctionalInterface
public interface SenderKeys {

  /// Asks, or remembers.
  KeyPresence of(String user, DomainName domain);
}
