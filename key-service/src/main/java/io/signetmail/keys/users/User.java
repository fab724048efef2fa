package io.signetmail.keys.users;

import io.signetmail.keys.vault.Sealed;
import java.time.Instant;
import java.util.Optional;

/// A SASL user. Without a password nobody can log in as this user, but it may still be granted
/// domains: the platform's own MTA has checked the login then.
///
/// @param createdBy id of the token
public record User(UserName name, Optional<Sealed> verifiers, String createdBy, Instant createdAt) {
  User withVerifiers(Sealed sealed) {
    return new User(name, Optional.of(sealed), createdBy, createdAt);
  }
}
