package io.signetmail.verifier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.dns.dnsjava.DnsJavaClient;
import io.signetmail.auth.dns.dnsjava.DnsJavaSettings;
import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.RequestMode;
import io.signetmail.bus.worker.WorkerLoop;
import io.signetmail.bus.worker.WorkerMetrics;
import io.signetmail.kit.DnsSettings;
import io.signetmail.kit.FastCrypto;
import io.signetmail.kit.IdentitySettings;
import io.signetmail.kit.KafkaSettings;
import io.signetmail.kit.TopicWatch;
import io.signetmail.kit.Workers;
import io.signetmail.policy.BadPolicy;
import io.signetmail.policy.PolicyDocument;
import io.signetmail.policy.PolicyFile;
import io.signetmail.policy.PolicySource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wires the verifier: one resolver, one authenticator, one policy, one loop.
@ApplicationScoped
class Verifier {
  private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);
  private static final String SERVICE = "auth-verifier";

  /// A restart must not take noticeably longer for it.
  private static final Duration REHEARSAL = Duration.ofSeconds(3);

  private final KafkaSettings kafka;
  private final DnsSettings dns;
  private final IdentitySettings identity;
  private final VerifierSettings settings;
  private final PolicyFileSettings policy;
  private final Workers workers;
  private final TopicWatch topics;
  private final MeterRegistry metrics;
  private @Nullable DnsJavaClient resolver;

  Verifier(
      KafkaSettings kafka,
      DnsSettings dns,
      IdentitySettings identity,
      VerifierSettings settings,
      PolicyFileSettings policy,
      Workers workers,
      TopicWatch topics,
      MeterRegistry metrics) {
    this.kafka = kafka;
    this.dns = dns;
    this.identity = identity;
    this.settings = settings;
    this.policy = policy;
    this.workers = workers;
    this.topics = topics;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent event) {
    FastCrypto.install();
    var rehearsed = new Rehearsal(InstantSource.system(), REHEARSAL).run();
    LOG.info("verified {} mails of its own before the first question", rehearsed);
    var connection = kafka.connection(SERVICE);
    topics.watch(connection, List.of(Topic.MAIL_VERIFY, Topic.MAIL_VERDICTS));
    var client =
        new DnsJavaClient(
            DnsJavaSettings.defaults()
                .withServers(dns.addresses())
                .withTimeouts(dns.tryTimeout(), dns.timeout())
                .withCacheBytes(dns.cache().asLongValue()));
    resolver = client;
    var authenticator =
        new MessageAuthenticator(
            client,
            AuthenticatorSettings.defaults().withDnsBudget(settings.dnsBudget()),
            InstantSource.system());
    var handler =
        new VerificationHandler(
            authenticator,
            new PolicyDesk(policies(), client, InstantSource.system(), random(), metrics),
            Editions.open(client, settings.publicSuffixList(), InstantSource.system(), metrics),
            identity.authservIdOrHostname(),
            identity.hostname());
    workers.add(
        WorkerLoop.start(
            new RequestMode(
                connection,
                Groups.VERIFIER,
                handler,
                settings.concurrency(),
                new BytesBudget(bytesInFlight()),
                settings.hopelessAfter(),
                InstantSource.system(),
                random(),
                new WorkerMetrics(metrics, SERVICE))));
  }

  /// The file when there is one, else what the settings say; a file that cannot be used stops the
  /// start.
  private PolicySource policies() {
    if (policy.file().isEmpty()) {
      return PolicySource.fixed(PolicyDocument.uniform("settings", settings.localPolicy()));
    }
    try {
      var file = PolicyFile.open(policy.file().get());
      Gauge.builder("signet.verifier.policy.good", file, f -> f.isGood() ? 1 : 0)
          .description("1 while the policy file on disk is the one in force")
          .register(metrics);
      return file;
    } catch (BadPolicy e) {
      throw new IllegalArgumentException("signet.policy.file: " + e.getMessage(), e);
    }
  }

  private long bytesInFlight() {
    return settings
        .bytesInFlight()
        .map(MemorySize::asLongValue)
        .orElse(Runtime.getRuntime().maxMemory() / 4);
  }

  private static RandomGenerator random() {
    // Trace ids and the sampling of old pct= records only; shared by all threads.
    return () -> ThreadLocalRandom.current().nextLong();
  }

  void stop(@Observes ShutdownEvent event) {
    var client = resolver;
    if (client != null) {
      client.close();
    }
  }
}
