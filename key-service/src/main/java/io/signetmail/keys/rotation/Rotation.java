package io.signetmail.keys.rotation;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.users.UserName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One replacement of the keys of a domain, of one kind and for one user or for all.
///
/// @param selector the new key
/// @param outgoing the keys it takes over from; known when it starts to sign
public record Rotation(
    String id,
    Scope scope,
    Selector selector,
    List<Selector> outgoing,
    Phase phase,
    Instant startedAt) {
  /// Which keys replace each other.
  ///
  /// @param user empty: the keys for every user granted the domain
  public record Scope(MailDomain domain, Optional<UserName> user, KeyAlgorithm.Family family) {
    public boolean covers(SigningKey key) {
      return key.domain().equals(domain)
          && key.user().equals(user)
          && key.algorithm().family() == family;
    }

    public static Scope of(SigningKey key) {
      return new Scope(key.domain(), key.user(), key.algorithm().family());
    }
  }

  /// @param waitingFor for people: what it waits for, or how it ended
  /// @param lookAt when to look again; empty once finished
  public record Phase(
      RotationState state, Instant since, String waitingFor, Optional<Instant> lookAt) {}

  public Rotation {
    outgoing = List.copyOf(outgoing);
  }

  public MailDomain domain() {
    return scope.domain();
  }

  public RotationState state() {
    return phase.state();
  }

  public SigningKey.Id newKey() {
    return new SigningKey.Id(domain(), selector);
  }

  public List<SigningKey.Id> outgoingKeys() {
    return outgoing.stream().map(old -> new SigningKey.Id(domain(), old)).toList();
  }

  /// The names of the TXT records nobody needs any more.
  public List<String> removableRecords() {
    return switch (state()) {
      case AWAITING_DNS, PUBLISHED, OVERLAP -> List.of();
      case DONE -> outgoing.stream().map(old -> old.recordName(domain())).toList();
      // Cancelled when the new key signed already: nothing is known to be unused.
      case CANCELLED -> outgoing.isEmpty() ? List.of(selector.recordName(domain())) : List.of();
      case TIMED_OUT -> List.of(selector.recordName(domain()));
    };
  }

  Rotation in(Phase next) {
    return new Rotation(id, scope, selector, outgoing, next, startedAt);
  }

  Rotation takingOverFrom(List<Selector> old) {
    return new Rotation(id, scope, selector, old, phase, startedAt);
  }
}
