package io.signetmail.keys.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.store.MemoryKeyStore;
import io.signetmail.keys.store.Page;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.tokens.Scope;
import io.signetmail.keys.users.User;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.vault.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A removed domain can come back for a while, and then everything of it is gone.
class DomainGraceTest {
  private static final Duration GRACE = Duration.ofDays(30);
  private static final MailDomain SHOP = new MailDomain("shop.example");
  private static final UserName ALICE = new UserName("alice");
  private static final Actor ADMIN = Actor.SERVICE;

  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private final MemoryKeyStore store = new MemoryKeyStore();
  private final Domains domains = new Domains(store, () -> now, GRACE);

  @BeforeEach
  void provision() {
    domains.put(ADMIN, SHOP);
    domains.configure(ADMIN, SHOP, new DomainSettings(true));
    store.change(
        List.of(),
        t -> {
          var change = Change.of(Subject.user(ALICE), "test", ADMIN, now);
          t.users().put(new User(ALICE, Optional.empty(), "admin", now), change);
          t.users().grant(ALICE, SHOP, change);
          t.keys()
              .add(
                  new SigningKey(
                      new SigningKey.Id(SHOP, new Selector("s1")),
                      Optional.empty(),
                      KeyAlgorithm.ED25519,
                      "AAAA",
                      Optional.of(Sealed.of(new byte[] {1})),
                      new SigningKey.Status(KeyState.ACTIVE, now, now)),
                  change);
          return null;
        });
  }

  private int keys() {
    return store.read(t -> t.keys().list(SHOP)).size();
  }

  private List<MailDomain> grants() {
    return store.read(t -> t.users().grants(ALICE));
  }

  @Test
  void comesBackAsItWas() {
    domains.delete(ADMIN, SHOP);
    assertThatThrownBy(() -> domains.get(ADMIN, SHOP)).isInstanceOf(Refusal.class);
    assertThat(grants()).isEmpty();
    now = now.plus(GRACE).minusSeconds(1);
    assertThat(domains.purgeRemoved()).isZero();

    assertThat(domains.restore(ADMIN, SHOP).settings().keyNeverLeaves()).isTrue();
    assertThat(grants()).containsExactly(SHOP);
    assertThat(keys()).isEqualTo(1);
    assertThatThrownBy(() -> domains.restore(ADMIN, SHOP)).isInstanceOf(Refusal.class);
  }

  @Test
  void isDestroyedAfterTheGracePeriod() {
    domains.delete(ADMIN, SHOP);
    now = now.plus(GRACE);
    assertThat(domains.purgeRemoved()).isEqualTo(1);
    assertThat(keys()).isZero();
    List<UserName> granted = store.read(t -> t.users().grantedTo(SHOP));
    assertThat(granted).isEmpty();
    assertThatThrownBy(() -> domains.restore(ADMIN, SHOP)).isInstanceOf(Refusal.class);
    assertThat(domains.purgeRemoved()).isZero();
  }

  @Test
  void whoMakesItAgainInheritsNothing() {
    domains.delete(ADMIN, SHOP);
    var put = domains.put(ADMIN, SHOP);
    assertThat(put.created()).isTrue();
    assertThat(put.domain().settings()).isEqualTo(DomainSettings.DEFAULT);
    assertThat(keys()).isZero();
    assertThat(grants()).isEmpty();
  }

  @Test
  void withoutAGracePeriodItIsGoneAtOnce() {
    var strict = new Domains(store, () -> now, Duration.ZERO);
    strict.delete(ADMIN, SHOP);
    assertThat(keys()).isZero();
    var removed = new DomainQuery(Scope.EVERYTHING, "", true, new Page("", 10));
    assertThat(strict.list(removed)).isEmpty();
  }

  /// Signers and edges hold what they know until they are told.
  @Test
  void removalAndRestoreAreAnnouncedForTheDomainAndItsUsers() {
    long domainBefore = store.read(t -> t.changes().version(Subject.domain(SHOP)));
    long userBefore = store.read(t -> t.changes().version(Subject.user(ALICE)));
    domains.delete(ADMIN, SHOP);
    domains.restore(ADMIN, SHOP);
    long domainAfter = store.read(t -> t.changes().version(Subject.domain(SHOP)));
    long userAfter = store.read(t -> t.changes().version(Subject.user(ALICE)));
    assertThat(domainAfter).isEqualTo(domainBefore + 2);
    assertThat(userAfter).isEqualTo(userBefore + 2);
  }
}
