package io.signetmail.keys.signingkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.ProblemType;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.MemoryKeyStore;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.vault.MasterKey;
import io.signetmail.keys.vault.Vault;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyCountTest {
  private static final MailDomain SHOP = new MailDomain("shop.example");
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final NewKey ANY =
      new NewKey(
          Optional.empty(), Optional.empty(), new NewKey.Source.Generated(KeyAlgorithm.ED25519));

  @Test
  void aDomainHasFiveThousandKeysAtMostDestroyedOnesIncluded() {
    var store = new MemoryKeyStore();
    var change = Change.of(Subject.domain(SHOP), "made for the test", Actor.SERVICE, NOW);
    var status = new SigningKey.Status(KeyState.DESTROYED, NOW, NOW);
    store.change(
        List.of(),
        t -> {
          t.domains().add(new Domain(SHOP, NOW), change);
          for (int i = 0; i < 4_999; i++) {
            var id = new SigningKey.Id(SHOP, new Selector("s" + i));
            t.keys()
                .add(
                    new SigningKey(
                        id, Optional.empty(), KeyAlgorithm.ED25519, "", Optional.empty(), status),
                    change);
          }
          return null;
        });
    var random = new SecureRandom();
    var master = MasterKey.parse(Base64.getEncoder().encodeToString(new byte[32]));
    var keys =
        new SigningKeys(
            store,
            new Vault(master, List.of(), random),
            new SelectorTemplate("{yyyy}{MM}-{alg}"),
            () -> NOW);
    assertThat(keys.create(Actor.SERVICE, SHOP, ANY).state()).isEqualTo(KeyState.PENDING);
    assertThatThrownBy(() -> keys.create(Actor.SERVICE, SHOP, ANY))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.TOO_MANY_KEYS));
  }
}
