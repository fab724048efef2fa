package io.signetmail.keys.domains;

/// What an owner decides about a domain.
///
/// @param keyNeverLeaves its private keys sign inside this service only; a lookup never returns
///   them
public record DomainSettings(boolean keyNeverLeaves) {
  public static final DomainSettings DEFAULT = new DomainSettings(false);
}
