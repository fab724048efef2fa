package io.signetmail.keys;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.dnsjava.DnsJavaClient;
import io.signetmail.auth.dns.dnsjava.DnsJavaSettings;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.store.Outbox;
import io.signetmail.keys.delegation.DelegationSettings;
import io.signetmail.keys.delegation.DelegationZone;
import io.signetmail.keys.dnscheck.AuthoritativeVisibility;
import io.signetmail.keys.dnscheck.AuthorityComparison;
import io.signetmail.keys.dnscheck.DnsServers;
import io.signetmail.keys.dnscheck.KeyRecordCheck;
import io.signetmail.keys.dnscheck.KeyVisibility;
import io.signetmail.keys.dnscheck.NameServers;
import io.signetmail.keys.dnscheck.ResolverView;
import io.signetmail.keys.dnscheck.SampleMessage;
import io.signetmail.keys.domains.Domains;
import io.signetmail.keys.evidence.KafkaUsageFeed;
import io.signetmail.keys.evidence.RetirementRule;
import io.signetmail.keys.rotation.RotationSettings;
import io.signetmail.keys.signingkeys.PrivateKeys;
import io.signetmail.keys.signingkeys.SelectorTemplate;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.postgres.PostgresKeyStore;
import io.signetmail.keys.store.postgres.SchemaMigration;
import io.signetmail.keys.users.PasswordHashing;
import io.signetmail.keys.vault.MasterKeys;
import io.signetmail.keys.vault.TransitSettings;
import io.signetmail.keys.vault.Vault;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.postgres.PostgresPlugin;

/// Puts the parts together that take more than their own constructor.
@Singleton
final class Wiring {
  /// Events are a line of JSON each.
  private static final long EVENT_BUFFER_BYTES = 4L << 20;

  private static final Duration AUTHORITY_TIMEOUT = Duration.ofSeconds(3);

  /// PostgreSQL keeps microseconds; what we hand out must equal what we read back.
  @Produces
  @Singleton
  InstantSource clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  /// At startup, so that a missing master key is found before the first request.
  @Produces
  @Singleton
  @Startup
  Vault vault(KeySettings settings, TransitSettings transit, SecureRandom random) {
    return MasterKeys.vault(settings, transit, random);
  }

  @Produces
  @Singleton
  KeyStore store(DataSource dataSource, SchemaMigration migration, Outbox outbox) {
    var jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    // Arguments are verifiers and hashes: they stay out of every message.
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    return new PostgresKeyStore(jdbi, migration::isMigrated, outbox::nudge);
  }

  @Produces
  @Singleton
  DurableProducer producer(SharedSettings settings) {
    return new DurableProducer(
        KafkaConnection.to(settings.kafkaBootstrap(), "key-service")
            .withBufferBytes(EVENT_BUFFER_BYTES));
  }

  @Produces
  @Singleton
  Outbox outbox(DataSource dataSource, DurableProducer producer) {
    return new Outbox(dataSource, producer);
  }

  /// Without a cache: whoever asks for a check has just changed the record.
  @Produces
  @Singleton
  DnsJavaClient dns(SharedSettings settings) {
    var servers = DnsServers.parse(settings.dnsServers().orElse(List.of()));
    return new DnsJavaClient(
        DnsJavaSettings.defaults()
            .withServers(servers)
            .withCacheBytes(0)
            .withFailureTtl(Duration.ZERO));
  }

  void close(@Disposes DnsJavaClient dns) {
    dns.close();
  }

  @Produces
  @Singleton
  Domains domains(KeyStore store, InstantSource clock, KeySettings settings) {
    return new Domains(store, clock, settings.domainGrace());
  }

  @Produces
  @Singleton
  KeyRecordCheck recordCheck(DnsClient dns) {
    return new KeyRecordCheck(dns);
  }

  @Produces
  @Singleton
  SampleMessage sampleMessage(PrivateKeys privateKeys, DnsClient dns, InstantSource clock) {
    return new SampleMessage(privateKeys, dns, clock);
  }

  @Produces
  @Singleton
  NameServers nameServers(SharedSettings settings) {
    return new NameServers(
        DnsServers.parse(settings.dnsServers().orElse(List.of())),
        settings.dnsAuthorityPort(),
        AUTHORITY_TIMEOUT);
  }

  @Produces
  @Singleton
  KeyVisibility visibility(NameServers nameServers) {
    return new AuthoritativeVisibility(nameServers);
  }

  @Produces
  @Singleton
  AuthorityComparison authorityComparison(
      KeyVisibility visibility, NameServers nameServers, InstantSource clock) {
    return new AuthorityComparison(visibility, new ResolverView(nameServers), clock);
  }

  @Produces
  @Singleton
  RetirementRule retirementRule(RotationSettings settings) {
    return new RetirementRule(
        settings.signatureLifetime(), settings.quiet(), settings.evidenceMaxAge());
  }

  @Produces
  @Singleton
  DelegationZone delegationZone(DelegationSettings settings) {
    return DelegationZone.of(settings);
  }

  @Produces
  @Singleton
  KafkaUsageFeed usageFeed(SharedSettings settings) {
    return new KafkaUsageFeed(KafkaConnection.to(settings.kafkaBootstrap(), "key-service"));
  }

  void listen(@Observes StartupEvent event, KafkaUsageFeed feed) {
    feed.start();
  }

  void close(@Disposes KafkaUsageFeed feed) {
    feed.close();
  }

  @Produces
  @Singleton
  PasswordHashing hashing(SecureRandom random) {
    return new PasswordHashing(random, Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  @Produces
  @Singleton
  SelectorTemplate selectorTemplate(KeySettings settings) {
    return new SelectorTemplate(settings.selectorTemplate());
  }
}
