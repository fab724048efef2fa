package io.signetmail.keys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.changes.AuditEntry;
import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.DomainQuery;
import io.signetmail.keys.domains.DomainSettings;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.idempotency.KeptAnswer;
import io.signetmail.keys.rotation.Rotation;
import io.signetmail.keys.rotation.RotationSchedule;
import io.signetmail.keys.rotation.RotationState;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.tokens.Role;
import io.signetmail.keys.tokens.Scope;
import io.signetmail.keys.tokens.Token;
import io.signetmail.keys.users.User;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.vault.Sealed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What every store does. `store()` is empty at the start of each test.
interface KeyStoreContract {
  Instant NOW = Instant.parse("2026-11-23T10:00:00.123456Z");
  MailDomain SHOP = new MailDomain("shop.example");
  MailDomain BANK = new MailDomain("bank.example");
  UserName ALICE = new UserName("alice");
  UserName BOB = new UserName("bob@shop.example");

  KeyStore store();

  private void change(Consumer<StoreTransaction> work) {
    store()
        .change(
            List.of(),
            transaction -> {
              work.accept(transaction);
              return null;
            });
  }

  private <T> Optional<T> one(Function<StoreTransaction, Optional<T>> query) {
    return store().read(query);
  }

  private <T> List<T> all(Function<StoreTransaction, List<T>> query) {
    return store().read(query);
  }

  private static Change about(Subject subject, String action) {
    return Change.of(subject, action, Actor.SERVICE, NOW);
  }

  private static Change about(MailDomain domain) {
    return about(Subject.domain(domain), "test");
  }

  private static Change about(UserName user) {
    return about(Subject.user(user), "test");
  }

  private static SigningKey key(MailDomain domain, String selector, Optional<UserName> user) {
    return new SigningKey(
        new SigningKey.Id(domain, new Selector(selector)),
        user,
        KeyAlgorithm.RSA_2048,
        "MIIB",
        Optional.of(Sealed.of(new byte[] {1, 2, 3})),
        new SigningKey.Status(KeyState.PENDING, NOW, NOW));
  }

  private void addShopAndAlice() {
    change(transaction -> {
      transaction.domains().add(new Domain(SHOP, NOW), about(SHOP));
      transaction.users().put(new User(ALICE, Optional.empty(), "admin", NOW), about(ALICE));
    });
  }

  @Test
  default void domainsAreFoundListedInOrderAndRemoved() {
    change(transaction -> {
      for (var name : List.of("b.example", "a-b.example", "a.example", "ab.example")) {
        var domain = new MailDomain(name);
        transaction.domains().add(new Domain(domain, NOW), about(domain));
      }
    });

    var names =
        all(t -> t.domains().list(DomainQuery.all(new Page("", 10)))).stream()
            .map(domain -> domain.name().name())
            .toList();
    assertThat(names).containsExactly("a-b.example", "a.example", "ab.example", "b.example");
    assertThat(all(t -> t.domains().list(DomainQuery.all(new Page("a.example", 1)))))
        .containsExactly(new Domain(new MailDomain("ab.example"), NOW));

    var gone = new MailDomain("ab.example");
    change(t -> t.domains().remove(gone, about(gone)));
    assertThat(one(t -> t.domains().find(gone))).isEmpty();
  }

  @Test
  default void domainsAreSearchedByScopeAndPartOfTheName() {
    change(transaction -> {
      for (var name : List.of("a.example", "x.a.example", "ba.example", "c.example")) {
        var domain = new MailDomain(name);
        transaction.domains().add(new Domain(domain, NOW), about(domain));
      }
    });
    var page = new Page("", 10);
    var within = Scope.of(List.of(new MailDomain("a.example"), new MailDomain("c.example")));
    assertThat(names(new DomainQuery(within, "", false, page)))
        .containsExactly("a.example", "c.example", "x.a.example");
    assertThat(names(new DomainQuery(Scope.EVERYTHING, "a.ex", false, page)))
        .containsExactly("a.example", "ba.example", "x.a.example");
    assertThat(names(new DomainQuery(within, "%", false, page))).isEmpty();
    assertThat(names(new DomainQuery(Scope.EVERYTHING, "", true, page))).isEmpty();
  }

  private List<String> names(DomainQuery query) {
    return all(t -> t.domains().list(query)).stream().map(d -> d.name().name()).toList();
  }

  @Test
  default void aRemovedDomainKeepsItsGrantsButTheyDoNotCount() {
    addShopAndAlice();
    change(t -> t.users().grant(ALICE, SHOP, about(ALICE)));
    var removed = new Domain(SHOP, NOW, new DomainSettings(true), Optional.of(NOW));
    change(t -> t.domains().replace(removed, about(SHOP)));

    assertThat(one(t -> t.domains().find(SHOP))).contains(removed);
    assertThat(all(t -> t.users().grants(ALICE))).isEmpty();
    assertThat(all(t -> t.users().grantedAmong(ALICE, List.of(SHOP)))).isEmpty();
    assertThat(all(t -> t.users().grantedTo(SHOP))).containsExactly(ALICE);
    assertThat(all(t -> t.users().heldGrants(ALICE))).containsExactly(SHOP);
    var page = new Page("", 10);
    assertThat(names(DomainQuery.all(page))).isEmpty();
    assertThat(names(new DomainQuery(Scope.EVERYTHING, "", true, page)))
        .containsExactly("shop.example");
    assertThat(all(t -> t.domains().removedBefore(NOW, 10))).containsExactly(removed);
    assertThat(all(t -> t.domains().removedBefore(NOW.minusMillis(1), 10))).isEmpty();

    change(t -> t.domains().replace(new Domain(SHOP, NOW), about(SHOP)));
    assertThat(all(t -> t.users().grants(ALICE))).containsExactly(SHOP);
  }

  @Test
  default void answersAreKeptReplacedAndForgotten() {
    var id = new KeptAnswer.Id("t1", "key 1");
    var open = new KeptAnswer(id, "hash", Optional.empty(), NOW);
    change(t -> t.answers().put(open));
    assertThat(one(t -> t.answers().find(id))).contains(open);
    assertThat(one(t -> t.answers().find(new KeptAnswer.Id("t2", "key 1")))).isEmpty();

    var outcome = new KeptAnswer.Outcome(201, Sealed.of(new byte[] {4, 5}));
    var done = new KeptAnswer(id, "hash", Optional.of(outcome), NOW.plusSeconds(1));
    change(t -> t.answers().put(done));
    assertThat(one(t -> t.answers().find(id))).contains(done);

    change(t -> t.answers().removeBefore(NOW.plusSeconds(1)));
    assertThat(one(t -> t.answers().find(id))).isPresent();
    change(t -> t.answers().removeBefore(NOW.plusSeconds(2)));
    assertThat(one(t -> t.answers().find(id))).isEmpty();
    change(t -> t.answers().put(done));
    change(t -> t.answers().remove(id));
    assertThat(one(t -> t.answers().find(id))).isEmpty();
  }

  @Test
  default void usersKeepTheirVerifiersAndLoseTheirGrantsWithThemselves() {
    addShopAndAlice();
    var sealed = Sealed.of(new byte[] {9, 8});
    change(t -> {
      t.users().put(new User(ALICE, Optional.of(sealed), "admin", NOW), about(ALICE));
      t.users().grant(ALICE, SHOP, about(ALICE));
    });
    assertThat(one(t -> t.users().find(ALICE)))
        .contains(new User(ALICE, Optional.of(sealed), "admin", NOW));
    assertThat(all(t -> t.users().list(new Page("", 10)))).hasSize(1);

    change(t -> t.users().remove(ALICE, about(ALICE)));
    assertThat(one(t -> t.users().find(ALICE))).isEmpty();
    assertThat(all(t -> t.users().grants(ALICE))).isEmpty();
    assertThat(all(t -> t.users().grantedTo(SHOP))).isEmpty();
  }

  @Test
  default void grantsAreFoundFromBothEnds() {
    addShopAndAlice();
    change(t -> {
      t.domains().add(new Domain(BANK, NOW), about(BANK));
      t.users().put(new User(BOB, Optional.empty(), "admin", NOW), about(BOB));
      t.users().grant(ALICE, SHOP, about(ALICE));
      t.users().grant(ALICE, BANK, about(ALICE));
      t.users().grant(BOB, SHOP, about(BOB));
    });
    assertThat(all(t -> t.users().grants(ALICE))).containsExactly(BANK, SHOP);
    assertThat(all(t -> t.users().grantedTo(SHOP))).containsExactly(ALICE, BOB);
    assertThat(all(t -> t.users().grantedAmong(ALICE, List.of(SHOP)))).containsExactly(SHOP);

    change(t -> t.users().revoke(ALICE, SHOP, about(ALICE)));
    assertThat(all(t -> t.users().grants(ALICE))).containsExactly(BANK);
    assertThat(all(t -> t.users().grantedTo(SHOP))).containsExactly(BOB);
  }

  @Test
  default void keysKeepEverythingThroughTheirStates() {
    addShopAndAlice();
    var shared = key(SHOP, "s1", Optional.empty());
    var own = key(SHOP, "a1", Optional.of(ALICE));
    change(t -> {
      t.keys().add(shared, about(SHOP));
      t.keys().add(own, about(SHOP));
    });
    assertThat(one(t -> t.keys().find(shared.id()))).contains(shared);
    assertThat(all(t -> t.keys().list(SHOP))).containsExactly(own, shared);
    assertThat(all(t -> t.keys().ofUser(ALICE))).containsExactly(own);

    var destroyed =
        new SigningKey(
            shared.id(),
            shared.user(),
            shared.algorithm(),
            shared.publicValue(),
            Optional.empty(),
            new SigningKey.Status(KeyState.DESTROYED, NOW.plusSeconds(1), NOW));
    change(t -> t.keys().replace(destroyed, about(SHOP)));
    assertThat(one(t -> t.keys().find(shared.id()))).contains(destroyed);

    change(t -> t.keys().remove(shared.id(), about(SHOP)));
    assertThat(all(t -> t.keys().list(SHOP))).containsExactly(own);
  }

  @Test
  default void tokensAreFoundByTheirHash() {
    var limited = Scope.of(List.of(SHOP, BANK));
    var lifetime = new Token.Lifetime(NOW, Optional.of(NOW.plusSeconds(60)), Optional.empty());
    var token = new Token("t1", "shop", Role.PROVISIONER, limited, lifetime, "hash-1");
    var subject = Subject.token("t1");
    change(t -> t.tokens().put(token, about(subject, "test")));
    assertThat(one(t -> t.tokens().findByHash("hash-1"))).contains(token);
    assertThat(one(t -> t.tokens().findByHash("hash-2"))).isEmpty();

    var later = NOW.plusSeconds(5);
    change(t -> t.tokens().touch("t1", later));
    assertThat(one(t -> t.tokens().find("t1")).orElseThrow().lifetime().lastUsedAt())
        .contains(later);

    var everything =
        new Token(
            "t1",
            "all",
            Role.ADMIN,
            Scope.EVERYTHING,
            new Token.Lifetime(NOW, Optional.empty(), Optional.empty()),
            "hash-3");
    change(t -> t.tokens().put(everything, about(subject, "test")));
    assertThat(all(t -> t.tokens().list()))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.scope()).isEqualTo(Scope.EVERYTHING);
          assertThat(found.lifetime().expiresAt()).isEmpty();
        });

    change(t -> t.tokens().remove("t1", about(subject, "test")));
    assertThat(all(t -> t.tokens().list())).isEmpty();
  }

  @Test
  default void everyChangeIsAuditedAndAnnouncedWithTheNextVersion() {
    addShopAndAlice();
    change(t -> t.domains().remove(SHOP, about(Subject.domain(SHOP), "gone").with("why", "test")));
    change(t -> t.domains().add(new Domain(SHOP, NOW), about(SHOP)));

    var newest = all(t -> t.changes().audit(0, 2));
    assertThat(newest).extracting(entry -> entry.change().action()).containsExactly("test", "gone");
    assertThat(newest.getLast().change().details()).containsEntry("why", "test");
    assertThat(all(t -> t.changes().audit(newest.getLast().id(), 10)))
        .extracting(AuditEntry::change)
        .containsExactly(about(ALICE), about(SHOP));

    assertThat(all(t -> t.changes().unpublished(10)))
        .extracting(pending -> pending.event().key() + " " + pending.event().version())
        .containsExactly(
            "domain:shop.example 1",
            "user:alice 1",
            "domain:shop.example 2",
            "domain:shop.example 3");
    long version = store().read(t -> t.changes().version(Subject.domain(SHOP)));
    assertThat(version).isEqualTo(3);
  }

  @Test
  default void tokensAndNotesAreAuditedButNotAnnounced() {
    var lifetime = new Token.Lifetime(NOW, Optional.empty(), Optional.empty());
    var token = new Token("t1", "ops", Role.ADMIN, Scope.EVERYTHING, lifetime, "hash");
    change(t -> {
      t.tokens().put(token, about(Subject.token("t1"), "test"));
      t.changes().note(about(SHOP));
    });
    assertThat(all(t -> t.changes().audit(0, 10))).hasSize(2);
    assertThat(all(t -> t.changes().unpublished(10))).isEmpty();
    change(t -> t.changes().announce(about(ALICE)));
    assertThat(all(t -> t.changes().audit(0, 10))).hasSize(3);
    assertThat(all(t -> t.changes().unpublished(10)))
        .extracting(pending -> pending.event().key())
        .containsExactly("user:alice");
  }

  @Test
  default void aChangeThatThrowsLeavesNothing() {
    assertThatThrownBy(() ->
            change(t -> {
              t.domains().add(new Domain(SHOP, NOW), about(SHOP));
              throw new IllegalStateException("on purpose");
            }))
        .hasMessage("on purpose");
    assertThat(one(t -> t.domains().find(SHOP))).isEmpty();
    assertThat(all(t -> t.changes().audit(0, 10))).isEmpty();
    assertThat(all(t -> t.changes().unpublished(10))).isEmpty();
  }

  @Test
  default void changesOfOneSubjectFollowEachOther() throws Exception {
    int writers = 8;
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          java.util.stream.IntStream.range(0, writers)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    start.await();
                    return store().change(List.of(Subject.domain(SHOP)), this::addOnce);
                  }))
              .toList();
      start.countDown();
      int created = 0;
      for (var one : running) {
        created += one.get() ? 1 : 0;
      }
      assertThat(created).isEqualTo(1);
    }
  }

  private boolean addOnce(StoreTransaction transaction) {
    if (transaction.domains().find(SHOP).isPresent()) {
      return false;
    }
    transaction.domains().add(new Domain(SHOP, NOW), about(SHOP));
    return true;
  }

  private static Rotation rotation(String id, MailDomain domain, Optional<UserName> user) {
    return new Rotation(
        id,
        new Rotation.Scope(domain, user, KeyAlgorithm.Family.RSA),
        new Selector("s2"),
        List.of(),
        new Rotation.Phase(RotationState.AWAITING_DNS, NOW, "waiting", Optional.of(NOW)),
        NOW);
  }

  @Test
  default void rotationsKeepEverythingAndGoWithTheirDomain() {
    addShopAndAlice();
    var first = rotation("a1", SHOP, Optional.empty());
    var own = rotation("a2", SHOP, Optional.of(ALICE));
    change(t -> {
      t.rotations().add(first, about(SHOP));
      t.rotations().add(own, about(SHOP));
    });
    assertThat(one(t -> t.rotations().find("a1"))).contains(first);
    assertThat(all(t -> t.rotations().running(SHOP))).containsExactly(first, own);

    var over =
        new Rotation(
            "a1",
            first.scope(),
            first.selector(),
            List.of(new Selector("s1")),
            new Rotation.Phase(RotationState.DONE, NOW.plusSeconds(9), "done", Optional.empty()),
            NOW);
    change(t -> t.rotations().replace(over, about(SHOP)));
    assertThat(one(t -> t.rotations().find("a1"))).contains(over);
    assertThat(all(t -> t.rotations().running(SHOP))).containsExactly(own);
    assertThat(all(t -> t.rotations().list(SHOP, 1))).hasSize(1);

    change(t -> t.domains().remove(SHOP, about(SHOP)));
    assertThat(one(t -> t.rotations().find("a2"))).isEmpty();
  }

  @Test
  default void aDueRotationIsClaimedOnceUntilItsLeaseEnds() {
    addShopAndAlice();
    change(t -> t.rotations().add(rotation("a1", SHOP, Optional.empty()), about(SHOP)));
    var lease = NOW.plusSeconds(60);
    assertThat(claim(NOW.minusSeconds(1), lease)).isEmpty();
    assertThat(claim(NOW, lease)).contains("a1");
    assertThat(claim(NOW, lease)).isEmpty();
    assertThat(claim(lease, lease.plusSeconds(60))).contains("a1");

    change(t -> t.rotations().postpone("a1", "for DNS", NOW.plusSeconds(5)));
    var found = one(t -> t.rotations().find("a1")).orElseThrow();
    assertThat(found.phase().waitingFor()).isEqualTo("for DNS");
    assertThat(found.phase().lookAt()).contains(NOW.plusSeconds(5));
  }

  @Test
  default void whatBelongsToARemovedDomainIsNotDueUntilItComesBack() {
    addShopAndAlice();
    change(t -> t.rotations().add(rotation("a1", SHOP, Optional.empty()), about(SHOP)));
    change(t -> t.rotations().putSchedule(new RotationSchedule(SHOP, 90, NOW), about(SHOP)));
    var there = one(t -> t.domains().find(SHOP)).orElseThrow();
    var removed = new Domain(SHOP, there.createdAt(), there.settings(), Optional.of(NOW));
    change(t -> t.domains().replace(removed, about(SHOP)));
    var lease = NOW.plusSeconds(60);
    assertThat(claim(NOW, lease)).isEmpty();
    assertThat(claimSchedule(NOW, lease)).isEmpty();
    change(t -> t.domains().replace(there, about(SHOP)));
    assertThat(claim(NOW, lease)).contains("a1");
    assertThat(claimSchedule(NOW, lease)).contains(SHOP);
  }

  private Optional<String> claim(Instant now, Instant lease) {
    return store().change(List.of(), t -> t.rotations().claim(now, lease)).map(Rotation::id);
  }

  @Test
  default void schedulesAreClaimedWhenDue() {
    addShopAndAlice();
    var schedule = new RotationSchedule(SHOP, 90, NOW);
    change(t -> t.rotations().putSchedule(schedule, about(SHOP)));
    assertThat(one(t -> t.rotations().schedule(SHOP))).contains(schedule);
    var lease = NOW.plusSeconds(60);
    assertThat(claimSchedule(NOW, lease)).contains(SHOP);
    assertThat(claimSchedule(NOW, lease)).isEmpty();
    change(t -> t.rotations().reschedule(SHOP, NOW.plusSeconds(7)));
    assertThat(one(t -> t.rotations().schedule(SHOP)).orElseThrow().nextAt())
        .isEqualTo(NOW.plusSeconds(7));
    change(t -> t.rotations().removeSchedule(SHOP, about(SHOP)));
    assertThat(one(t -> t.rotations().schedule(SHOP))).isEmpty();
  }

  private Optional<MailDomain> claimSchedule(Instant now, Instant lease) {
    return store()
        .change(List.of(), t -> t.rotations().claimSchedule(now, lease))
        .map(RotationSchedule::domain);
  }
}
