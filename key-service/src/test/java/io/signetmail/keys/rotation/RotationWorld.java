package io.signetmail.keys.rotation;

import io.signetmail.bus.KeyUsage;
import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.delegation.Slots;
import io.signetmail.keys.dnscheck.Sighting;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.evidence.RetirementRule;
import io.signetmail.keys.evidence.UsageFeed;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.NewKey;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SelectorTemplate;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.signingkeys.SigningKeys;
import io.signetmail.keys.store.MemoryKeyStore;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.vault.MasterKey;
import io.signetmail.keys.vault.Vault;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A domain with one signing key, and a clock, a DNS and a feed that do as the test says.
final class RotationWorld {
  static final MailDomain SHOP = new MailDomain("shop.example");
  static final Duration TTL = Duration.ofHours(1);

  final MemoryKeyStore store = new MemoryKeyStore();
  final Set<String> inDns = new HashSet<>();
  final Map<String, KeyUsage> usage = new HashMap<>();
  @Nullable Instant feedAt;
  Instant now = Instant.parse("2026-11-23T10:00:00Z");

  private final SecureRandom random = new SecureRandom();
  private final RotationSettings settings = settings(Map.of());
  final SigningKeys keys =
      new SigningKeys(
          store,
          new Vault(
              MasterKey.parse(Base64.getEncoder().encodeToString(new byte[32])), List.of(), random),
          new SelectorTemplate("{yyyy}{MM}-{alg}"),
          () -> now);
  private final RetirementRule retirement =
      new RetirementRule(settings.signatureLifetime(), settings.quiet(), settings.evidenceMaxAge());
  private final Slots slots = new Slots(new Feed(), retirement, () -> now);
  final Rotations rotations = new Rotations(store, keys, slots, random, () -> now);
  final RotationSchedules schedules = new RotationSchedules(store, rotations, () -> now);
  final RotationSteps steps =
      new RotationSteps(store, this::look, new Feed(), retirement, settings, () -> now);

  RotationWorld() {
    store.change(
        List.of(),
        transaction -> {
          transaction
              .domains()
              .add(
                  new Domain(SHOP, now),
                  Change.of(Subject.domain(SHOP), "domain.created", Actor.SERVICE, now));
          return null;
        });
    activeKey("s1", KeyAlgorithm.ED25519);
  }

  static RotationSettings settings(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(RotationSettings.class)
        .withDefaultValues(values)
        .addDiscoveredConverters()
        .build()
        .getConfigMapping(RotationSettings.class);
  }

  private final class Feed implements UsageFeed {
    @Override
    public Optional<KeyUsage> of(SigningKey.Id key) {
      return Optional.ofNullable(usage.get(key.selector().value()));
    }

    @Override
    public Optional<Instant> completeAt() {
      return Optional.ofNullable(feedAt);
    }
  }

  private Sighting look(SigningKey key) {
    return inDns.contains(key.selector().value())
        ? new Sighting.Everywhere(List.of("ns1.example"))
        : new Sighting.NotYet("ns1.example: no TXT record there");
  }

  void activeKey(String selector, KeyAlgorithm algorithm) {
    var key =
        keys.create(
            Actor.SERVICE,
            SHOP,
            new NewKey(
                Optional.of(new Selector(selector)),
                Optional.empty(),
                new NewKey.Source.Generated(algorithm)));
    inDns.add(selector);
    var _ = keys.move(Actor.SERVICE, key.id(), KeyState.ACTIVE, "test");
  }

  Rotation start(String selector) {
    return rotations
        .start(
            Actor.SERVICE,
            SHOP,
            new Rotations.Wanted(
                Optional.empty(), Optional.empty(), Optional.of(new Selector(selector))))
        .rotation();
  }

  /// Lets time go by and every rotation that is due take its steps.
  void after(Duration time) {
    now = now.plus(time);
    settle();
  }

  void settle() {
    for (int i = 0; i < 10 && steps.takeOne(); i++) {
      // Until nothing is due.
    }
  }

  Rotation get(Rotation rotation) {
    return rotations.get(Actor.SERVICE, SHOP, rotation.id()).rotation();
  }

  String state(String selector) {
    return keys.get(Actor.SERVICE, new SigningKey.Id(SHOP, new Selector(selector)))
        .state()
        .keyword();
  }

  SigningKey.Id id(String selector) {
    return new SigningKey.Id(SHOP, new Selector(selector));
  }

  void sees(String selector, @Nullable Instant signed, @Nullable Instant reported) {
    usage.put(selector, new KeyUsage(1, SHOP.name(), selector, now, signed, reported));
  }
}
