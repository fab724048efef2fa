package io.signetmail.ingress.account;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.kafka.KeyChanges;
import io.signetmail.ingress.account.RememberedAnswers.Answer;
import io.signetmail.ingress.mail.KeyPresence;
import io.signetmail.ingress.mail.SenderKeys;
import java.time.InstantSource;
import java.util.function.BiFunction;

/// Remembers for which users and sender domains a key signs; that one is missing is asked for anew
/// each time, since somebody is about to make one. Thread-safe.
public final class CachedSenderKeys implements SenderKeys, KeyChanges.Listener {
  private final BiFunction<String, DomainName, Answer<Sender>> source;
  private final RememberedAnswers<Sender> answers;

  /// A user and a domain that a key signs for.
  record Sender(String user, DomainName domain) {}

  /// Asks key-service.
  public CachedSenderKeys(KeyServiceAccounts source, CacheTimes times, InstantSource clock) {
    this(source::signs, times, clock);
  }

  CachedSenderKeys(
      BiFunction<String, DomainName, Answer<Sender>> source,
      CacheTimes times,
      InstantSource clock) {
    this.source = source;
    this.answers =
        new RememberedAnswers<>(times.fresh(), times.whenAway(), times.capacity(), clock);
  }

  @Override
  public KeyPresence of(String user, DomainName domain) {
    return switch (answers.ask(domain + " " + user, () -> source.apply(user, domain))) {
      case Answer.Good<Sender> _ -> new KeyPresence.Signs();
      case Answer.No<Sender>(var reason) -> new KeyPresence.Missing(reason);
      case Answer.Away<Sender>(var reason) -> new KeyPresence.Unknown(reason);
    };
  }

  @Override
  public void userChanged(String user) {
    answers.changed(sender -> sender.user().equals(user));
  }

  /// The key may be one of a parent domain.
  @Override
  public void domainChanged(String domain) {
    var changed = DomainName.parse(domain);
    answers.changed(
        sender -> changed.isEmpty() || sender.domain().isSameOrSubdomainOf(changed.get()));
  }

  @Override
  public void everythingMayHaveChanged() {
    answers.doubtAll();
  }
}
