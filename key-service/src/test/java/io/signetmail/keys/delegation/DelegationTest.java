package io.signetmail.keys.delegation;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.bus.KeyUsage;
import io.signetmail.keys.dnscheck.AuthoritativeVisibility;
import io.signetmail.keys.dnscheck.NameServers;
import io.signetmail.keys.domains.Domains;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.evidence.RetirementRule;
import io.signetmail.keys.evidence.UsageFeed;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.rotation.Rotation;
import io.signetmail.keys.rotation.RotationSettings;
import io.signetmail.keys.rotation.RotationState;
import io.signetmail.keys.rotation.RotationSteps;
import io.signetmail.keys.rotation.Rotations;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.SelectorTemplate;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.signingkeys.SigningKeys;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.MemoryKeyStore;
import io.signetmail.keys.store.postgres.PostgresKeyStore;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.tokens.Role;
import io.signetmail.keys.tokens.Scope;
import io.signetmail.keys.vault.MasterKey;
import io.signetmail.keys.vault.Vault;
import io.signetmail.testkit.DnsServer;
import io.signetmail.testkit.EmbeddedPostgres;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.TSIG;

/// Rotations of a domain whose owner edits DNS once, with a server that takes signed updates, over
/// both stores.
class DelegationTest {
  private static final MailDomain SHOP = new MailDomain("shop.example");
  private static final String SECRET =
      Base64.getEncoder().encodeToString("a TSIG secret for tests only....".getBytes(US_ASCII));
  private static final Actor TENANT =
      new Actor("1", "tenant-1", Role.PROVISIONER, Scope.of(List.of(SHOP)));
  private static final Actor OTHER =
      new Actor("2", "tenant-2", Role.PROVISIONER, Scope.of(List.of(SHOP)));

  private final DnsServer dns =
      DnsServer.start(
          """
          shop.example. SOA ns.example. h.example. 1 60 60 60 60
          shop.example. NS ns.example.
          dkim.platform.example. SOA ns.example. h.example. 1 60 60 60 60
          dkim.platform.example. NS ns.example.
          ns.example. A 127.0.0.1
          """);
  private final SecureRandom random = new SecureRandom();
  private Optional<EmbeddedPostgres> postgres = Optional.empty();
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private Instant evidenceUntil = now;

  @AfterEach
  void stop() {
    dns.close();
    postgres.ifPresent(EmbeddedPostgres::close);
  }

  private KeyStore store(String kind) {
    if (kind.equals("memory")) {
      return new MemoryKeyStore();
    }
    var server = EmbeddedPostgres.create();
    postgres = Optional.of(server);
    var database = server.schema("keys");
    var _ =
        Flyway.configure()
            .dataSource(database.jdbcUrl(), database.user(), database.password())
            .defaultSchema("keys")
            .load()
            .migrate();
    var jdbi =
        Jdbi.create(database.jdbcUrl(), database.user(), database.password())
            .installPlugin(new PostgresPlugin());
    return new PostgresKeyStore(jdbi, () -> true, () -> {});
  }

  /// The services of one installation.
  private final class Platform {
    final Domains domains;
    final Delegations delegations;
    final SlotPublisher publisher;
    final SigningKeys keys;
    final Rotations rotations;
    final RotationSteps steps;

    Platform(KeyStore store, String secret) {
      var settings =
          new SmallRyeConfigBuilder()
              .withMapping(RotationSettings.class)
              .addDiscoveredConverters()
              .build()
              .getConfigMapping(RotationSettings.class);
      var zone =
          new DelegationZone(
              Optional.of(
                  new DynamicUpdates(
                      "dkim.platform.example",
                      dns.address(),
                      new TSIG("hmac-sha256", "signet.", secret))));
      var retirement =
          new RetirementRule(
              settings.signatureLifetime(), settings.quiet(), settings.evidenceMaxAge());
      var feed = new Feed();
      domains = new Domains(store, () -> now, Duration.ZERO);
      delegations = new Delegations(store, zone, random, () -> now);
      publisher = new SlotPublisher(store, zone, () -> now);
      var master = MasterKey.parse(Base64.getEncoder().encodeToString(new byte[32]));
      keys =
          new SigningKeys(
              store,
              new Vault(master, List.of(), random),
              new SelectorTemplate("{yyyy}{MM}-{alg}"),
              () -> now);
      rotations =
          new Rotations(store, keys, new Slots(feed, retirement, () -> now), random, () -> now);
      var servers = new NameServers(List.of(dns.address()), dns.port(), Duration.ofSeconds(2));
      steps =
          new RotationSteps(
              store, new AuthoritativeVisibility(servers), feed, retirement, settings, () -> now);
    }

    void settle() {
      for (int i = 0; i < 20; i++) {
        boolean moved = publisher.publishOne();
        moved |= steps.takeOne();
        if (!moved) {
          return;
        }
      }
    }

    Rotation rotate() {
      return rotations.start(TENANT, SHOP, Rotations.Wanted.AS_IT_IS).rotation();
    }

    RotationState state(Rotation rotation) {
      return rotations.get(TENANT, SHOP, rotation.id()).rotation().state();
    }

    SigningKey signing() {
      return keys.list(TENANT, SHOP).stream()
          .filter(SigningKey::isActive)
          .reduce((_, _) -> {
            throw new AssertionError("two keys sign");
          })
          .orElseThrow();
    }
  }

  private final class Feed implements UsageFeed {
    @Override
    public Optional<KeyUsage> of(SigningKey.Id key) {
      return Optional.empty();
    }

    @Override
    public Optional<Instant> completeAt() {
      return Optional.of(evidenceUntil);
    }
  }

  private void later(Duration time) {
    now = now.plus(time);
    evidenceUntil = now;
  }

  private String customerDns() {
    return dns.zone().records().stream()
        .filter(record -> record.getName().toString().endsWith("shop.example."))
        .map(Object::toString)
        .sorted()
        .reduce("", (a, b) -> a + b + "\n");
  }

  private long keyRecords() {
    return dns.zone().records().stream()
        .filter(record -> record.getName().toString().endsWith("dkim.platform.example."))
        .filter(record -> record.getType() == org.xbill.DNS.Type.TXT)
        .count();
  }

  private void customerEditsDns(Delegations.Shown delegation) {
    for (var alias : delegation.aliases()) {
      dns.add(alias.name() + ". 3600 IN CNAME " + alias.target() + ".\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "postgres"})
  void threeRotationsWithoutATouchOfTheCustomersDns(String kind) {
    dns.allowUpdates("signet.", SECRET);
    var platform = new Platform(store(kind), SECRET);
    var _ = platform.domains.put(TENANT, SHOP);
    var delegation = platform.delegations.put(TENANT, SHOP);
    assertThat(platform.delegations.put(TENANT, SHOP).delegation().label())
        .isEqualTo(delegation.delegation().label());
    customerEditsDns(delegation);
    var once = customerDns();

    var first = platform.rotate();
    platform.settle();
    later(Duration.ofHours(1));
    platform.settle();
    assertThat(platform.signing().selector()).isEqualTo(Slot.RSA_1.selector());
    assertThat(platform.state(first)).isEqualTo(RotationState.DONE);

    var last = platform.signing();
    for (int i = 0; i < 3; i++) {
      var rotation = platform.rotate();
      platform.settle();
      later(Duration.ofHours(1));
      platform.settle();
      assertThat(platform.state(rotation)).isEqualTo(RotationState.OVERLAP);
      var signing = platform.signing();
      assertThat(signing.selector()).isNotEqualTo(last.selector());
      assertThat(signing.publicValue()).isNotEqualTo(last.publicValue());
      assertThat(keyRecords()).isEqualTo(2);

      // The other slot is not clear: no third key goes anywhere.
      assertThatThrownBy(platform::rotate).isInstanceOf(Refusal.class);
      later(Duration.ofDays(14));
      platform.settle();
      assertThat(platform.state(rotation)).isEqualTo(RotationState.OVERLAP);
      later(Duration.ofDays(2));
      platform.settle();
      assertThat(platform.state(rotation)).isEqualTo(RotationState.DONE);
      assertThat(keyRecords()).isEqualTo(1);
      last = signing;
    }
    assertThat(customerDns()).isEqualTo(once);
    assertThat(platform.keys.list(TENANT, SHOP)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "postgres"})
  void anotherTenantInheritsNothing(String kind) {
    dns.allowUpdates("signet.", SECRET);
    var platform = new Platform(store(kind), SECRET);
    var _ = platform.domains.put(TENANT, SHOP);
    var old = platform.delegations.put(TENANT, SHOP);
    customerEditsDns(old);
    var _ = platform.rotate();
    platform.settle();
    later(Duration.ofHours(1));
    platform.settle();
    assertThat(keyRecords()).isEqualTo(1);

    platform.domains.delete(TENANT, SHOP);
    platform.settle();
    assertThat(keyRecords()).as("the old label's records").isZero();

    var _ = platform.domains.put(OTHER, SHOP);
    var fresh = platform.delegations.put(OTHER, SHOP);
    assertThat(fresh.created()).isTrue();
    assertThat(fresh.delegation().label()).isNotEqualTo(old.delegation().label());
    var rotation = platform.rotations.start(OTHER, SHOP, Rotations.Wanted.AS_IT_IS).rotation();
    platform.settle();
    // The aliases in DNS are those of the former tenant: they lead nowhere.
    assertThat(platform.state(rotation)).isEqualTo(RotationState.AWAITING_DNS);
    assertThat(
            dns.zone().records().stream()
                .filter(record -> record.getName().toString().contains(old.delegation().label())))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "postgres"})
  void aKeyRetiredByHandKeepsItsSlotUntilEvidenceClearsIt(String kind) {
    dns.allowUpdates("signet.", SECRET);
    var platform = new Platform(store(kind), SECRET);
    var _ = platform.domains.put(TENANT, SHOP);
    customerEditsDns(platform.delegations.put(TENANT, SHOP));
    for (int i = 0; i < 2; i++) {
      var _ = platform.rotate();
      platform.settle();
      later(Duration.ofHours(1));
      platform.settle();
    }
    var old = new SigningKey.Id(SHOP, Slot.RSA_1.selector());
    var _ = platform.keys.move(TENANT, old, KeyState.RETIRED, "operator");
    platform.settle();
    later(Duration.ofHours(1));
    platform.settle();
    assertThatThrownBy(platform::rotate).hasMessageContaining("may be verified until");
    later(Duration.ofDays(16));
    assertThat(platform.rotate().selector()).isEqualTo(Slot.RSA_1.selector());
    assertThatThrownBy(() -> platform.delegations.delete(TENANT, SHOP))
        .hasMessageContaining("retire it first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "postgres"})
  void aServerThatRefusesIsSaidAndTriedAgain(String kind) {
    dns.allowUpdates("signet.", Base64.getEncoder().encodeToString(new byte[32]));
    var platform = new Platform(store(kind), SECRET);
    var _ = platform.domains.put(TENANT, SHOP);
    customerEditsDns(platform.delegations.put(TENANT, SHOP));
    var rotation = platform.rotate();
    platform.settle();
    assertThat(keyRecords()).isZero();
    assertThat(platform.state(rotation)).isEqualTo(RotationState.AWAITING_DNS);
    assertThat(platform.delegations.get(TENANT, SHOP).aliases().getFirst().failure())
        .hasValueSatisfying(reason -> assertThat(reason).contains("NOTAUTH"));
    dns.allowUpdates("signet.", SECRET);
    later(Duration.ofMinutes(1));
    platform.settle();
    assertThat(keyRecords()).isEqualTo(1);
    assertThat(platform.delegations.get(TENANT, SHOP).aliases().getFirst().failure()).isEmpty();
  }
}
