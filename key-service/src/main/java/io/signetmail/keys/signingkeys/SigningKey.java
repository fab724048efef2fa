package io.signetmail.keys.signingkeys;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.vault.Sealed;
import java.time.Instant;
import java.util.Optional;

/// A DKIM key as it is kept: the public half to publish, the private half sealed.
///
/// @param publicValue the `p=` tag of its record
/// @param user the one user it signs for; empty for every user granted the domain
/// @param privateKey empty once destroyed
public record SigningKey(
    Id id,
    Optional<UserName> user,
    KeyAlgorithm algorithm,
    String publicValue,
    Optional<Sealed> privateKey,
    Status status) {

  /// A selector names one key of a domain, for ever: it is never given to another.
  public record Id(MailDomain domain, Selector selector) {
    /// What the sealed private key is bound to.
    public String vaultContext() {
      return "dkim-key:" + domain + "/" + selector;
    }

    @Override
    public String toString() {
      return selector.recordName(domain);
    }
  }

  /// @param since when the key came into this state
  public record Status(KeyState state, Instant since, Instant createdAt) {}

  public MailDomain domain() {
    return id.domain();
  }

  public Selector selector() {
    return id.selector();
  }

  public KeyState state() {
    return status.state();
  }

  public boolean isActive() {
    return state() == KeyState.ACTIVE;
  }

  /// The same key in its next state; a destroyed key has no private half.
  SigningKey in(KeyState next, Instant now) {
    return new SigningKey(
        id,
        user,
        algorithm,
        publicValue,
        next == KeyState.DESTROYED ? Optional.empty() : privateKey,
        new Status(next, now, status.createdAt()));
  }

  /// The TXT record that publishes this key.
  public KeyRecord record() {
    return KeyRecord.of(this);
  }
}
