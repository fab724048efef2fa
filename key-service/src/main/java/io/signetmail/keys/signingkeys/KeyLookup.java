package io.signetmail.keys.signingkeys;

import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.DomainSettings;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.store.StoreTransaction;
import io.signetmail.keys.users.UserName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which keys sign for a user and a sender domain, and why.
///
/// The sender domain comes first, then its parents; only domains the user is granted count. Within
/// a domain the user's own keys win over the keys for everybody.
///
/// @param steps what was looked at, in order; the last one decided when keys were found
/// @param keys the active keys of the first domain that has any
public record KeyLookup(List<Step> steps, List<SigningKey> keys, Optional<NoKey> reason) {

  /// One domain that could have signed.
  ///
  /// @param provisioned whether this service knows the domain
  /// @param keyNeverLeaves whether its keys sign inside this service only
  /// @param keys every key that could count for this user, whatever its state; empty unless granted
  public record Step(
      MailDomain domain,
      boolean provisioned,
      boolean keyNeverLeaves,
      boolean granted,
      List<SigningKey> keys) {
    List<SigningKey> signing() {
      var own = active().filter(key -> key.user().isPresent()).toList();
      return own.isEmpty() ? active().toList() : own;
    }

    private Stream<SigningKey> active() {
      return keys.stream().filter(SigningKey::isActive);
    }
  }

  /// Why there is no key.
  public enum NoKey {
    UNKNOWN_USER,
    UNKNOWN_DOMAIN,
    NOT_GRANTED,
    NO_KEY,
    NO_ACTIVE_KEY,
    /// There is one, but it signs inside this service only.
    KEY_NEVER_LEAVES;

    public String keyword() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// True when the keys sign, but inside this service only.
  public boolean keyNeverLeaves() {
    return !keys.isEmpty() && steps.getLast().keyNeverLeaves();
  }

  /// Why a caller gets no private key; empty when it gets one.
  public Optional<NoKey> withheld() {
    return keyNeverLeaves() ? Optional.of(NoKey.KEY_NEVER_LEAVES) : reason;
  }

  static KeyLookup of(StoreTransaction transaction, UserName user, MailDomain sender) {
    if (transaction.users().find(user).isEmpty()) {
      return new KeyLookup(List.of(), List.of(), Optional.of(NoKey.UNKNOWN_USER));
    }
    var candidates =
        Stream.iterate(Optional.of(sender), Optional::isPresent, d -> d.flatMap(MailDomain::parent))
            .flatMap(Optional::stream)
            .toList();
    var granted = new HashSet<>(transaction.users().grantedAmong(user, candidates));
    var steps = new ArrayList<Step>();
    for (var domain : candidates) {
      var step = step(transaction, user, domain, granted.contains(domain));
      steps.add(step);
      if (!step.signing().isEmpty()) {
        return new KeyLookup(List.copyOf(steps), step.signing(), Optional.empty());
      }
    }
    return new KeyLookup(List.copyOf(steps), List.of(), Optional.of(reason(steps)));
  }

  private static Step step(
      StoreTransaction transaction, UserName user, MailDomain domain, boolean granted) {
    var keys =
        granted
            ? transaction.keys().list(domain).stream()
                .filter(key -> key.user().isEmpty() || key.user().get().equals(user))
                .toList()
            : List.<SigningKey>of();
    var known = transaction.domains().find(domain).filter(found -> !found.isRemoved());
    boolean keyNeverLeaves =
        known.map(Domain::settings).map(DomainSettings::keyNeverLeaves).orElse(false);
    return new Step(domain, known.isPresent(), keyNeverLeaves, granted, keys);
  }

  private static NoKey reason(List<Step> steps) {
    if (steps.stream().noneMatch(Step::provisioned)) {
      return NoKey.UNKNOWN_DOMAIN;
    }
    if (steps.stream().noneMatch(Step::granted)) {
      return NoKey.NOT_GRANTED;
    }
    return steps.stream().allMatch(step -> step.keys().isEmpty())
        ? NoKey.NO_KEY
        : NoKey.NO_ACTIVE_KEY;
  }
}
