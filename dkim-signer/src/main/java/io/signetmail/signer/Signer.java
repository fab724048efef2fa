package io.signetmail.signer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.bus.kafka.KeyChanges;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.GroupTrimmer;
import io.signetmail.bus.worker.RetryTiers;
import io.signetmail.bus.worker.TransactionHandler;
import io.signetmail.bus.worker.TransactionMode;
import io.signetmail.bus.worker.WorkerLoop;
import io.signetmail.bus.worker.WorkerMetrics;
import io.signetmail.kit.FastCrypto;
import io.signetmail.kit.HostName;
import io.signetmail.kit.IdentitySettings;
import io.signetmail.kit.KafkaSettings;
import io.signetmail.kit.TopicWatch;
import io.signetmail.kit.Workers;
import io.signetmail.signer.keys.CachedKeySource;
import io.signetmail.signer.keys.HttpKeySource;
import io.signetmail.signer.keys.KeyServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Wires the signer: two loops over one handler, and the listener that drops keys that changed.
@ApplicationScoped
class Signer {
  private static final String SERVICE = "dkim-signer";

  /// One group per source: a member of both would rebalance the one for the other.
  private static final Map<Topic, String> READERS =
      Map.of(Topic.MAIL_SIGN, Groups.SIGNER, Topic.MAIL_SIGN_RETRY, Groups.SIGNER_RETRY);

  private final KafkaSettings kafka;
  private final SignerSettings settings;
  private final KeyServiceSettings keyService;
  private final Workers workers;
  private final TopicWatch topics;
  private final MeterRegistry metrics;
  private final ObjectMapper json;
  private final IdentitySettings identity;
  private @Nullable KeyChanges changes;
  private @Nullable GroupTrimmer trimmer;

  Signer(
      KafkaSettings kafka,
      SignerSettings settings,
      KeyServiceSettings keyService,
      Workers workers,
      TopicWatch topics,
      MeterRegistry metrics,
      ObjectMapper json,
      IdentitySettings identity) {
    this.identity = identity;
    this.kafka = kafka;
    this.settings = settings;
    this.keyService = keyService;
    this.workers = workers;
    this.topics = topics;
    this.metrics = metrics;
    this.json = json;
  }

  void start(@Observes StartupEvent event) {
    FastCrypto.install();
    var connection = kafka.connection(SERVICE);
    topics.watch(
        connection,
        List.of(
            Topic.MAIL_SIGN,
            Topic.MAIL_SIGN_RETRY,
            Topic.MAIL_OUTBOUND,
            Topic.MAIL_EVENTS,
            Topic.DLQ_MAIL,
            Topic.KEYS_CHANGED));
    var keys = keys();
    changes = KeyChanges.follow(connection, keys);
    var handler =
        new SigningHandler(
            keys,
            new DkimSigner(clock()),
            SigningOptions.DEFAULT.withValidity(settings.signatureLifetime()),
            identity.authservIdOrHostname(),
            clock());
    var worker = new WorkerMetrics(metrics, SERVICE);
    workers.add(WorkerLoop.start(mode(Topic.MAIL_SIGN, Groups.SIGNER, handler, worker)));
    workers.add(
        WorkerLoop.start(mode(Topic.MAIL_SIGN_RETRY, Groups.SIGNER_RETRY, handler, worker)));
    trimmer = GroupTrimmer.start(connection, READERS, settings.trimEvery());
  }

  private CachedKeySource keys() {
    var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    return new CachedKeySource(
        new HttpKeySource(http, keyService, json),
        settings.keyLifetime(),
        settings.staleKeyLifetime(),
        clock(),
        random());
  }

  private TransactionMode mode(
      Topic source, String group, TransactionHandler handler, WorkerMetrics worker) {
    return new TransactionMode(
        kafka.connection(SERVICE),
        source,
        Topic.MAIL_SIGN_RETRY,
        new RetryTiers(settings.retryDelay(), settings.longestRetryDelay()),
        group,
        SERVICE + "-" + instance() + "-" + source.topicName(),
        SERVICE,
        handler,
        settings.batch(),
        settings.batchPatience(),
        settings.giveUpAfter(),
        clock(),
        random(),
        worker);
  }

  private String instance() {
    return settings.instance().orElseGet(HostName::ofThisMachine);
  }

  private static InstantSource clock() {
    return InstantSource.system();
  }

  private static RandomGenerator random() {
    // Trace ids and jitter only; shared by all threads.
    return () -> ThreadLocalRandom.current().nextLong();
  }

  void stop(@Observes ShutdownEvent event) {
    var listener = changes;
    if (listener != null) {
      listener.close();
    }
    var trimming = trimmer;
    if (trimming != null) {
      trimming.close();
    }
  }
}
