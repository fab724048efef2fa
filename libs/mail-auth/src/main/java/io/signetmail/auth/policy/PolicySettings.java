package io.signetmail.auth.policy;

import io.signetmail.auth.dns.DomainName;
import java.util.List;
import java.util.Set;

/// The local policy of one set of recipients.
///
/// - `mode`: how far a DMARC failure changes delivery.
/// - `refuseBadFrom`: refuse a message without exactly one author domain, in every mode.
/// - `deferUnknownPolicy`: 451 while DNS does not say whether a domain has a policy.
/// - `trusted`: whose word about a message counts.
public record PolicySettings(
    PolicyMode mode, boolean refuseBadFrom, boolean deferUnknownPolicy, Trusted trusted) {

  /// - `sealers`: domains whose ARC seals are believed.
  /// - `forwarders`: clients that bring forwarded mail, by address.
  /// - `forwarderNames`: the same by a name that DNS confirms in both directions, or one below it.
  /// - `mailingLists`: domains of lists the recipients are on; they count only when they
  ///   authenticate as themselves here.
  public record Trusted(
      Set<DomainName> sealers,
      List<ClientNetwork> forwarders,
      Set<DomainName> forwarderNames,
      Set<DomainName> mailingLists) {
    public static final Trusted NOBODY = new Trusted(Set.of(), List.of(), Set.of(), Set.of());

    public Trusted {
      sealers = Set.copyOf(sealers);
      forwarders = List.copyOf(forwarders);
      forwarderNames = Set.copyOf(forwarderNames);
      mailingLists = Set.copyOf(mailingLists);
    }
  }

  /// Enforce, nobody trusted.
  public static PolicySettings defaults() {
    return new PolicySettings(PolicyMode.ENFORCE, true, true, Trusted.NOBODY);
  }

  public PolicySettings withMode(PolicyMode mode) {
    return new PolicySettings(mode, refuseBadFrom, deferUnknownPolicy, trusted);
  }

  public PolicySettings withTrusted(Trusted trusted) {
    return new PolicySettings(mode, refuseBadFrom, deferUnknownPolicy, trusted);
  }
}
