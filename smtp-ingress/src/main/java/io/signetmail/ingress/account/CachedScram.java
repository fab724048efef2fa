package io.signetmail.ingress.account;

import io.signetmail.bus.kafka.KeyChanges;
import io.signetmail.ingress.account.RememberedAnswers.Answer;
import io.signetmail.ingress.sasl.UnknownUsers;
import io.signetmail.ingress.session.ScramOffer;
import io.signetmail.ingress.session.ScramUsers;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/// Remembers what SCRAM needs of users who log in with it: keys that no password can be made of.
/// Thread-safe.
public final class CachedScram implements ScramUsers, KeyChanges.Listener {
  private static final int NONCE_OCTETS = 18;

  private final ScramSource source;
  private final RememberedAnswers<ScramSource.Known> answers;
  private final UnknownUsers unknown;
  private final SecureRandom random;

  /// @param unknown what users who do not exist are answered
  public CachedScram(
      KeyServiceAccounts source,
      CacheTimes times,
      UnknownUsers unknown,
      InstantSource clock,
      SecureRandom random) {
    this((ScramSource) source, times, unknown, clock, random);
  }

  CachedScram(
      ScramSource source,
      CacheTimes times,
      UnknownUsers unknown,
      InstantSource clock,
      SecureRandom random) {
    this.source = source;
    this.answers =
        new RememberedAnswers<>(times.fresh(), times.whenAway(), times.capacity(), clock);
    this.unknown = unknown;
    this.random = random;
  }

  @Override
  public ScramOffer of(String user) {
    return switch (answers.ask(user, () -> source.scram(user))) {
      case Answer.Good<ScramSource.Known>(var known) ->
          new ScramOffer.Ready(known.secrets(), nonce(), Optional.of(known.login()));
      case Answer.No<ScramSource.Known> _ ->
          new ScramOffer.Ready(unknown.secretsOf(user), nonce(), Optional.empty());
      case Answer.Away<ScramSource.Known>(var reason) -> new ScramOffer.Unavailable(reason);
    };
  }

  private String nonce() {
    var octets = new byte[NONCE_OCTETS];
    random.nextBytes(octets);
    return Base64.getEncoder().encodeToString(octets);
  }

  @Override
  public void userChanged(String user) {
    answers.changed(known -> known.login().user().equals(user));
  }

  @Override
  public void domainChanged(String domain) {
    answers.changed(
        known -> known.login().domains().stream().anyMatch(d -> d.toString().equals(domain)));
  }

  @Override
  public void everythingMayHaveChanged() {
    answers.doubtAll();
  }
}
