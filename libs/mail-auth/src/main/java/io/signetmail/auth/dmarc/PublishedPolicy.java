package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.DomainName;

/// The policy that applies to an author domain.
///
/// - `domain`: where the record was found, the DMARC Policy Domain. `text`: the record as
///   published.
/// - `tag`: which of its tags speaks for the author domain.
/// - `requested`: what that tag asks for. `effective`: after `t=y` (RFC 9989 §4.7).
/// - `percent`: share of failing messages it is asked for (RFC 7489 §6.6.4); 100 under RFC 9989.
public record PublishedPolicy(
    DomainName domain,
    DmarcRecord record,
    String text,
    Level level,
    Tag tag,
    DmarcPolicy requested,
    DmarcPolicy effective,
    DiscoveryMethod method,
    int percent) {
  /// Whose record it is (RFC 9989 §4.10.1).
  public enum Level {
    AUTHOR_DOMAIN,
    ORGANIZATIONAL_DOMAIN,
    PUBLIC_SUFFIX_DOMAIN
  }

  /// Which tag applies: `np` only to names that do not exist.
  public enum Tag {
    P,
    SP,
    NP
  }

  /// What to ask for when sampling spares this message: RFC 7489 §6.6.4 turns reject into
  /// quarantine and quarantine into nothing.
  public DmarcPolicy sampledOut() {
    return effective.oneLevelBelow();
  }
}
