package io.signetmail.signer.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedKeySourceTest {
  private static final KeyQuestion SHOP = question("shop", "shop.example");
  private static final KeyAnswer KEYS = new KeyAnswer.Keys(List.of());
  private static final KeyAnswer AWAY = new KeyAnswer.Unavailable("away");

  private final Deque<KeyAnswer> answers = new ArrayDeque<>();
  private final AtomicInteger asked = new AtomicInteger();
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private final CachedKeySource cache = cache(this::next);

  private CachedKeySource cache(KeySource source) {
    return new CachedKeySource(
        source, Duration.ofSeconds(60), Duration.ofHours(24), () -> now, new SplittableRandom(1));
  }

  private static KeyQuestion question(String user, String domain) {
    return new KeyQuestion(user, DomainName.of(domain));
  }

  private KeyAnswer next(KeyQuestion question) {
    asked.incrementAndGet();
    return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void aKeyIsAskedForOnceInItsLifetime() {
    answers.add(KEYS);
    assertThat(List.of(cache.find(SHOP), cache.find(SHOP))).containsOnly(KEYS);
    assertThat(asked).hasValue(1);
    pass(Duration.ofSeconds(61));
    assertThat(cache.find(SHOP)).isEqualTo(KEYS);
    assertThat(asked).hasValue(2);
  }

  @Test
  void whileKeyServiceIsAwayAKeyIsUsedForADayAndNoLonger() {
    answers.addAll(List.of(KEYS, AWAY));
    assertThat(cache.find(SHOP)).isEqualTo(KEYS);
    pass(Duration.ofHours(23));
    assertThat(cache.find(SHOP)).isEqualTo(KEYS);
    pass(Duration.ofHours(2));
    assertThat(cache.find(SHOP)).isEqualTo(AWAY);
  }

  @Test
  void aMissingKeyIsAskedForAgainSoon() {
    answers.addAll(List.of(new KeyAnswer.NoKey("none yet"), KEYS));
    assertThat(cache.find(SHOP)).isInstanceOf(KeyAnswer.NoKey.class);
    assertThat(cache.find(SHOP)).isInstanceOf(KeyAnswer.NoKey.class);
    pass(Duration.ofSeconds(6));
    assertThat(cache.find(SHOP)).isEqualTo(KEYS);
  }

  @Test
  void aChangedDomainIsForgottenWithItsSubdomainsAndNoOther() {
    answers.add(KEYS);
    var sub = question("shop", "mail.shop.example");
    var other = question("shop", "other.example");
    List.of(SHOP, sub, other).forEach(cache::find);
    cache.domainChanged("shop.example");
    answers.addLast(AWAY);
    answers.removeFirst();
    assertThat(cache.find(SHOP)).isEqualTo(AWAY);
    assertThat(cache.find(sub)).isEqualTo(AWAY);
    assertThat(cache.find(other)).isEqualTo(KEYS);
  }

  @Test
  void aChangedUserIsForgotten() {
    answers.addAll(List.of(KEYS, AWAY));
    assertThat(cache.find(SHOP)).isEqualTo(KEYS);
    cache.userChanged("shop");
    assertThat(cache.find(SHOP)).isEqualTo(AWAY);
  }

  @Test
  void aFetchBegunBeforeAChangeIsNotKept() {
    var caches = new ArrayList<CachedKeySource>();
    KeySource changing =
        question -> {
          if (asked.incrementAndGet() == 1) {
            caches.getFirst().domainChanged("shop.example");
            return KEYS;
          }
          return AWAY;
        };
    caches.add(cache(changing));
    assertThat(caches.getFirst().find(SHOP)).isEqualTo(KEYS);
    assertThat(caches.getFirst().find(SHOP)).isEqualTo(AWAY);
  }

  @Test
  void afterAGapInTheAnnouncementsEveryKeyIsAskedForAgainButStillUsedWhenStale() {
    answers.addAll(List.of(KEYS, AWAY));
    assertThat(cache.find(SHOP)).isEqualTo(KEYS);
    cache.everythingMayHaveChanged();
    assertThat(cache.find(SHOP)).isEqualTo(KEYS);
    assertThat(asked).hasValue(2);
  }

  @Test
  void whileKeyServiceIsAwayItIsAskedOnceInFiveSeconds() {
    answers.add(AWAY);
    assertThat(List.of(cache.find(SHOP), cache.find(SHOP), cache.find(SHOP))).containsOnly(AWAY);
    assertThat(asked).hasValue(1);
    pass(Duration.ofSeconds(6));
    answers.addLast(KEYS);
    answers.removeFirst();
    assertThat(cache.find(SHOP)).isEqualTo(KEYS);
  }

  @Test
  void keysInStaleUseAreNotAskedForWithEachMessage() {
    answers.addAll(List.of(KEYS, AWAY));
    assertThat(cache.find(SHOP)).isEqualTo(KEYS);
    pass(Duration.ofMinutes(5));
    assertThat(List.of(cache.find(SHOP), cache.find(SHOP), cache.find(SHOP))).containsOnly(KEYS);
    assertThat(asked).hasValue(2);
    cache.userChanged("shop");
    assertThat(cache.find(SHOP)).as("a revocation counts at once").isEqualTo(AWAY);
  }

  /// Each question alone would wait as long; a batch of them longer than Kafka does.
  @Test
  void aKeyServiceThatHangsIsNotAskedAboutAnythingElseForAMoment() {
    var hanging =
        cache(_ -> {
          asked.incrementAndGet();
          pass(Duration.ofSeconds(5));
          return AWAY;
        });
    for (int i = 0; i < 100; i++) {
      assertThat(hanging.find(question("user" + i, "shop.example")))
          .isInstanceOf(KeyAnswer.Unavailable.class);
    }
    assertThat(asked).hasValue(1);
    pass(Duration.ofSeconds(3));
    var _ = hanging.find(question("later", "shop.example"));
    assertThat(asked).hasValue(2);
  }

  @Test
  void manyAtOnceAskOnce() throws Exception {
    var asking = new CountDownLatch(1);
    var together =
        cache(question -> {
          asked.incrementAndGet();
          try {
            asking.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return KEYS;
        });
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<KeyAnswer> find = () -> together.find(SHOP);
      var first = pool.submit(find);
      var others = List.of(pool.submit(find), pool.submit(find), pool.submit(find));
      asking.countDown();
      assertThat(first.get()).isEqualTo(KEYS);
      for (var other : others) {
        assertThat(other.get()).isEqualTo(KEYS);
      }
    }
    assertThat(asked).hasValue(1);
  }
}
