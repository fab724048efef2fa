package io.signetmail.ingress.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.account.RememberedAnswers.Answer;
import io.signetmail.ingress.mail.KeyPresence;
import io.signetmail.ingress.sasl.ScramClient;
import io.signetmail.ingress.sasl.UnknownUsers;
import io.signetmail.ingress.session.Login;
import io.signetmail.ingress.session.ScramOffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What is remembered of SCRAM users and of senders' keys, and what ends it.
class CachedScramTest {
  private static final DomainName SHOP = DomainName.of("shop.example");
  private static final Answer<ScramSource.Known> KNOWN =
      new Answer.Good<>(
          new ScramSource.Known(
              ScramClient.secrets("p", "W22ZaJ0SNY7soEsUEjb6gQ==", 4096),
              new Login.Granted("u", Set.of(SHOP))));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-03T04:05:06Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<Answer<ScramSource.Known>> answer = new AtomicReference<>(KNOWN);
  private final AtomicReference<Answer<CachedSenderKeys.Sender>> key =
      new AtomicReference<>(new Answer.Good<>(new CachedSenderKeys.Sender("u", SHOP)));
  private final CacheTimes times =
      new CacheTimes(Duration.ofMinutes(10), Duration.ofHours(24), 100);
  private final CachedScram scram =
      new CachedScram(
          this::ask, times, new UnknownUsers(new byte[] {1}), now::get, new SecureRandom());
  private final CachedSenderKeys keys = new CachedSenderKeys((_, _) -> key.get(), times, now::get);

  private Answer<ScramSource.Known> ask(String user) {
    asked.incrementAndGet();
    return answer.get();
  }

  private ScramOffer.Ready offer(String user) {
    assertThat(scram.of(user)).isInstanceOf(ScramOffer.Ready.class);
    return (ScramOffer.Ready) scram.of(user);
  }

  @Test
  void aUserIsRememberedWithANewNonceEachTime() {
    var first = offer("u");
    var second = offer("u");
    assertThat(first.login()).isPresent();
    assertThat(first.secrets()).isEqualTo(second.secrets());
    assertThat(first.nonce()).isNotEqualTo(second.nonce()).matches("[!-+\\--~]+");
    assertThat(asked).hasValue(1);
  }

  @Test
  void anUnknownUserIsAnsweredLikeAKnownOne() {
    answer.set(new Answer.No<>("no such user"));
    assertThat(offer("nobody").login()).isEmpty();
    assertThat(offer("nobody").secrets()).isEqualTo(offer("nobody").secrets());
  }

  @Test
  void aChangeEndsWhatIsRememberedAndNothingElseDoes() {
    var _ = scram.of("u");
    answer.set(new Answer.Away<>("away"));
    scram.userChanged("other");
    scram.domainChanged("other.example");
    assertThat(offer("u").login()).isPresent();
    scram.everythingMayHaveChanged();
    assertThat(offer("u").login()).as("goes on while nobody can be asked").isPresent();
    scram.userChanged("u");
    assertThat(scram.of("u")).isEqualTo(new ScramOffer.Unavailable("away"));
  }

  @Test
  void aRememberedUserEndsAfterADayWithoutKeyService() {
    var _ = scram.of("u");
    answer.set(new Answer.Away<>("away"));
    now.updateAndGet(n -> n.plus(Duration.ofHours(23)));
    assertThat(offer("u").login()).isPresent();
    now.updateAndGet(n -> n.plus(Duration.ofHours(2)));
    assertThat(scram.of("u")).isInstanceOf(ScramOffer.Unavailable.class);
  }

  @Test
  void theLastAnswerAboutAKeyCountsWhileKeyServiceIsAway() {
    assertThat(keys.of("u", SHOP)).isInstanceOf(KeyPresence.Signs.class);
    key.set(new Answer.Away<>("away"));
    now.updateAndGet(n -> n.plus(Duration.ofHours(1)));
    assertThat(keys.of("u", SHOP)).isInstanceOf(KeyPresence.Signs.class);
    assertThat(keys.of("u", DomainName.of("new.example")))
        .isEqualTo(new KeyPresence.Unknown("away"));
    keys.domainChanged("shop.example");
    assertThat(keys.of("u", SHOP)).isEqualTo(new KeyPresence.Unknown("away"));
  }

  @Test
  void aMissingKeyIsAskedForEachTime() {
    key.set(new Answer.No<>("no-key"));
    assertThat(keys.of("u", SHOP)).isEqualTo(new KeyPresence.Missing("no-key"));
    key.set(new Answer.Good<>(new CachedSenderKeys.Sender("u", SHOP)));
    assertThat(keys.of("u", SHOP)).isInstanceOf(KeyPresence.Signs.class);
  }
}
