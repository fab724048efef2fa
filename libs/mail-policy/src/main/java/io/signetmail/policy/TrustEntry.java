package io.signetmail.policy;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.policy.ClientNetwork;

/// Somebody whose word about a message counts.
public sealed interface TrustEntry {
  Scope scope();

  /// A forwarder by its addresses.
  record ForwarderNetwork(ClientNetwork range, Scope scope) implements TrustEntry {}

  /// A forwarder by its name, which DNS must confirm in both directions; names below it count too.
  record ForwarderName(DomainName name, Scope scope) implements TrustEntry {}

  /// A domain whose ARC seals are believed.
  record Sealer(DomainName domain, Scope scope) implements TrustEntry {}

  /// A mailing list the recipients are on; it counts only when it authenticates as itself.
  record MailingList(DomainName domain, Scope scope) implements TrustEntry {}
}
