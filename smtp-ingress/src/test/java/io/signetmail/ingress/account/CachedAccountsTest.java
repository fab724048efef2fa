package io.signetmail.ingress.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.session.Accounts;
import io.signetmail.ingress.session.Login;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CachedAccountsTest {
  private static final Login GRANTED =
      new Login.Granted("u", Set.of(DomainName.of("shop.example")));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-03T04:05:06Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<Login> answer = new AtomicReference<>(GRANTED);
  private final CachedAccounts accounts =
      new CachedAccounts(
          new Accounts() {
            @Override
            public Login login(String user, String password) {
              asked.incrementAndGet();
              return answer.get();
            }

            @Override
            public Login trusted(String user) {
              return login(user, "");
            }
          },
          Duration.ofMinutes(10),
          Duration.ofHours(24),
          100,
          now::get,
          new SecureRandom());

  private void later(Duration time) {
    now.updateAndGet(n -> n.plus(time));
  }

  @Test
  void aGoodLoginIsRememberedForTenMinutes() {
    assertThat(accounts.login("u", "p")).isEqualTo(GRANTED);
    later(Duration.ofMinutes(9));
    assertThat(accounts.login("u", "p")).isEqualTo(GRANTED);
    assertThat(asked).hasValue(1);
    later(Duration.ofMinutes(2));
    assertThat(accounts.login("u", "p")).isEqualTo(GRANTED);
    assertThat(asked).hasValue(2);
  }

  @Test
  void anotherPasswordIsAnotherQuestion() {
    var _ = accounts.login("u", "p");
    answer.set(new Login.Denied());
    assertThat(accounts.login("u", "q")).isInstanceOf(Login.Denied.class);
    assertThat(accounts.login("u", "p")).isEqualTo(GRANTED);
    assertThat(accounts.login("u\0p", "")).isInstanceOf(Login.Denied.class);
    assertThat(accounts.trusted("u")).isInstanceOf(Login.Denied.class);
  }

  @Test
  void aFailureIsNotRemembered() {
    answer.set(new Login.Denied());
    assertThat(accounts.login("u", "p")).isInstanceOf(Login.Denied.class);
    answer.set(GRANTED);
    assertThat(accounts.login("u", "p")).isEqualTo(GRANTED);
  }

  @Test
  void knownUsersGoOnForADayWhileKeyServiceIsAway() {
    var _ = accounts.login("u", "p");
    answer.set(new Login.Unavailable("away"));
    later(Duration.ofHours(23));
    assertThat(accounts.login("u", "p")).isEqualTo(GRANTED);
    assertThat(accounts.login("v", "p")).isInstanceOf(Login.Unavailable.class);
    later(Duration.ofHours(2));
    assertThat(accounts.login("u", "p")).isInstanceOf(Login.Unavailable.class);
  }

  @Test
  void aDeniedLoginEndsWhatWasRemembered() {
    var _ = accounts.login("u", "p");
    later(Duration.ofMinutes(11));
    answer.set(new Login.Denied());
    assertThat(accounts.login("u", "p")).isInstanceOf(Login.Denied.class);
    answer.set(new Login.Unavailable("away"));
    assertThat(accounts.login("u", "p")).isInstanceOf(Login.Unavailable.class);
  }

  @Test
  void whoeverChangedIsAskedAboutAgain() {
    List<Runnable> changes =
        List.of(() -> accounts.userChanged("u"), () -> accounts.domainChanged("shop.example"));
    for (var change : changes) {
      answer.set(GRANTED);
      assertThat(accounts.login("u", "p")).isEqualTo(GRANTED);
      change.run();
      answer.set(new Login.Unavailable("away"));
      assertThat(accounts.login("u", "p")).isInstanceOf(Login.Unavailable.class);
    }
  }

  @Test
  void othersAreNotTouchedByAChange() {
    var _ = accounts.login("u", "p");
    accounts.userChanged("v");
    accounts.domainChanged("other.example");
    assertThat(accounts.login("u", "p")).isEqualTo(GRANTED);
    assertThat(asked).hasValue(1);
  }

  @Test
  void afterAGapInTheChangesEverybodyIsAskedAboutAndGoesOnMeanwhile() {
    var _ = accounts.login("u", "p");
    accounts.everythingMayHaveChanged();
    answer.set(new Login.Unavailable("away"));
    assertThat(accounts.login("u", "p")).isEqualTo(GRANTED);
    assertThat(asked).hasValue(2);
    answer.set(new Login.Denied());
    assertThat(accounts.login("u", "p")).isInstanceOf(Login.Denied.class);
  }

  @Test
  void guessingStopsForAWindow() {
    var window = new FailureWindow(3, 5, Duration.ofMinutes(10), now::get);
    var here = InetAddress.ofLiteral("192.0.2.1");
    var there = InetAddress.ofLiteral("192.0.2.2");
    for (int i = 0; i < 3; i++) {
      assertThat(window.allows(here, "u")).isTrue();
      window.failed(here, "u");
    }
    assertThat(window.allows(here, "v")).isFalse();
    assertThat(window.allows(there, "u")).isTrue();
    window.failed(there, "u");
    window.failed(there, "u");
    assertThat(window.allows(InetAddress.ofLiteral("192.0.2.3"), "u")).isFalse();
    later(Duration.ofMinutes(11));
    assertThat(window.allows(here, "u")).isTrue();
  }

  /// What was asked before a change may be older than the change.
  @Test
  void aLoginAskedForBeforeAChangeIsNotKept() {
    for (var change : java.util.List.of("user", "domain", "everything")) {
      var caches = new java.util.ArrayList<CachedAccounts>();
      var questions = new AtomicInteger();
      Accounts source =
          new Accounts() {
            @Override
            public Login login(String user, String password) {
              if (questions.incrementAndGet() > 1) {
                return new Login.Unavailable("away");
              }
              switch (change) {
                case "user" -> caches.getFirst().userChanged("u");
                case "domain" -> caches.getFirst().domainChanged("shop.example");
                default -> caches.getFirst().everythingMayHaveChanged();
              }
              return GRANTED;
            }

            @Override
            public Login trusted(String user) {
              return login(user, "");
            }
          };
      var cache =
          new CachedAccounts(
              source, Duration.ofHours(1), Duration.ofHours(24), 100, now::get, new SecureRandom());
      caches.add(cache);
      assertThat(cache.login("u", "p")).isEqualTo(GRANTED);
      assertThat(cache.login("u", "p")).as(change).isInstanceOf(Login.Unavailable.class);
    }
  }
}
