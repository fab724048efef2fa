package io.signetmail.keys.rotation;

import io.signetmail.bus.KeyUsage;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.store.Outbox;
import io.signetmail.keys.delegation.DelegationZone;
import io.signetmail.keys.delegation.SlotPublisher;
import io.signetmail.keys.delegation.Slots;
import io.signetmail.keys.dnscheck.AuthoritativeVisibility;
import io.signetmail.keys.dnscheck.NameServers;
import io.signetmail.keys.evidence.RetirementRule;
import io.signetmail.keys.evidence.UsageFeed;
import io.signetmail.keys.signingkeys.SelectorTemplate;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.signingkeys.SigningKeys;
import io.signetmail.keys.store.DriverDataSource;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.postgres.PostgresKeyStore;
import io.signetmail.keys.vault.MasterKey;
import io.signetmail.keys.vault.Vault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// The part of key-service that rotates, as a process of its own that a test can kill: schedules,
/// steps, DNS and outbox over the test's PostgreSQL, Kafka and DNS server. Its clock runs {@value
/// #SPEED} times as fast as the world's, from an instant all its predecessors share.
public final class RotationProcess {
  static final long SPEED = 100_000;
  static final String RUNNING = "running";

  private RotationProcess() {}

  /// Settings that make each state last some hundred milliseconds of the world's time.
  static final Map<String, String> SETTINGS =
      Map.of(
          "signet.keys.rotation.settle", "6h",
          "signet.keys.rotation.signature-lifetime", "1h",
          "signet.keys.rotation.quiet", "1h",
          "signet.keys.rotation.look-every", "2h",
          "signet.keys.rotation.evidence-every", "2h",
          "signet.keys.rotation.lease", "20h",
          "signet.keys.rotation.dns-timeout", "300d",
          "signet.keys.rotation.poll", "20ms");

  static InstantSource clock(Instant start) {
    return () -> {
      var real = Duration.between(start, Instant.now());
      return start.plus(real.multipliedBy(SPEED)).truncatedTo(ChronoUnit.MICROS);
    };
  }

  static KeyStore store(String jdbcUrl, Runnable committed) {
    return new PostgresKeyStore(
        Jdbi.create(database(jdbcUrl)).installPlugin(new PostgresPlugin()), () -> true, committed);
  }

  static SigningKeys keys(KeyStore store, InstantSource clock) {
    var master = MasterKey.parse(Base64.getEncoder().encodeToString(new byte[32]));
    return new SigningKeys(
        store,
        new Vault(master, List.of(), new SecureRandom()),
        new SelectorTemplate("k{yyyy}{MM}{dd}"),
        clock);
  }

  private static DataSource database(String jdbcUrl) {
    return new DriverDataSource(jdbcUrl, "keys", "keys");
  }

  /// Arguments: JDBC address, Kafka, port of the DNS server, instant the clock starts from.
  public static void main(String[] args) throws InterruptedException {
    var clock = clock(Instant.parse(args[3]));
    var producer = new DurableProducer(KafkaConnection.to(args[1], "rotation-process"));
    var outbox = new Outbox(database(args[0]), producer);
    var store = store(args[0], outbox::nudge);
    var settings = RotationWorld.settings(SETTINGS);
    int dns = Integer.parseInt(args[2]);
    var visibility =
        new AuthoritativeVisibility(
            new NameServers(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), dns)),
                dns,
                Duration.ofSeconds(2)));
    var retirement =
        new RetirementRule(
            settings.signatureLifetime(), settings.quiet(), settings.evidenceMaxAge());
    var feed = new NeverUsed(clock);
    var slots = new Slots(feed, retirement, clock);
    var rotations = new Rotations(store, keys(store, clock), slots, new SecureRandom(), clock);
    outbox.start();
    new RotationRunner(
            new RotationSteps(store, visibility, feed, retirement, settings, clock),
            new RotationSchedules(store, rotations, clock),
            new SlotPublisher(store, new DelegationZone(Optional.empty()), clock),
            settings)
        .start();
    System.out.println(RUNNING);
    new CountDownLatch(1).await();
  }

  /// Evidence is another test's matter.
  private record NeverUsed(InstantSource clock) implements UsageFeed {
    @Override
    public Optional<KeyUsage> of(SigningKey.Id key) {
      return Optional.empty();
    }

    @Override
    public Optional<Instant> completeAt() {
      return Optional.of(clock.instant());
    }
  }
}
