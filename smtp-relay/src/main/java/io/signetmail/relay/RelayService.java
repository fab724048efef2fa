package io.signetmail.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.topic.Topic;
import io.signetmail.kit.KafkaSettings;
import io.signetmail.kit.TopicWatch;
import io.signetmail.kit.Workers;
import io.signetmail.relay.delivery.SessionPool;
import io.signetmail.relay.delivery.SmtpNextHop;
import io.signetmail.smtp.client.ClientSettings;
import io.signetmail.smtp.client.SmtpTimeouts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The relay in a process of its own: starts at once, works as soon as its database is there.
@ApplicationScoped
public class RelayService {
  private static final Logger LOG = LoggerFactory.getLogger(RelayService.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration IDLE_SESSION = Duration.ofSeconds(5);
  private static final int IDLE_PER_HOP = 8;
  private static final int MAILS_PER_SESSION = 100;
  private static final List<Topic> TOPICS =
      List.of(
          Topic.MAIL_INBOUND,
          Topic.MAIL_OUTBOUND,
          Topic.MAIL_DEFERRED,
          Topic.MAIL_SIGN,
          Topic.MAIL_EVENTS,
          Topic.DLQ_MAIL);

  private final RelaySettings settings;
  private final String hostname;
  private final KafkaConnection kafka;
  private final TopicWatch topics;
  private final Workers workers;
  private final DataSource database;
  private final Flyway flyway;
  private final MeterRegistry metrics;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Relay relay;
  private volatile String obstacle = "not started yet";

  RelayService(
      RelaySettings settings,
      @ConfigProperty(name = "signet.hostname", defaultValue = "mx.signet.example") String hostname,
      KafkaSettings kafka,
      TopicWatch topics,
      Workers workers,
      DataSource database,
      Flyway flyway,
      MeterRegistry metrics) {
    this.settings = settings;
    this.hostname = hostname;
    this.kafka = kafka.connection(Groups.RELAY);
    this.topics = topics;
    this.workers = workers;
    this.database = database;
    this.flyway = flyway;
    this.metrics = metrics;
  }

  void onStart(@Observes StartupEvent event) {
    topics.watch(kafka, TOPICS);
    var _ = Thread.ofVirtual().name("relay-start").start(this::start);
  }

  private void start() {
    try {
      migrate();
      var started = Relay.start(surroundings(), options());
      relay = started;
      workers.add(started.intake());
      if (closing.getCount() == 0) {
        started.close();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for the database as long as it takes.
  private void migrate() throws InterruptedException {
    for (var pause = Duration.ofMillis(200); ; pause = longer(pause)) {
      try {
        var _ = flyway.migrate();
        return;
      } catch (RuntimeException e) {
        obstacle = "database not migrated: " + firstLine(e);
        LOG.warn("{}, looking again in {} ms", obstacle, pause.toMillis());
      }
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("closing");
      }
    }
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private Relay.Surroundings surroundings() {
    var nextHop =
        new SmtpNextHop(
            new SessionPool(
                ClientSettings.of(hostname, SmtpTimeouts.RFC_5321),
                new SessionPool.Limits(IDLE_PER_HOP, IDLE_SESSION, MAILS_PER_SESSION)));
    return new Relay.Surroundings(
        kafka,
        database,
        SettingsReader.routes(settings),
        nextHop,
        InstantSource.system(),
        new SecureRandom(),
        metrics);
  }

  private RelayOptions options() {
    return SettingsReader.options(settings, hostname);
  }

  void onStop(@Observes ShutdownEvent event) {
    closing.countDown();
    Optional.ofNullable(relay).ifPresent(Relay::close);
  }

  /// What keeps the relay from working through its queue; empty when nothing does.
  public Optional<String> obstacle() {
    var running = relay;
    if (running == null) {
      return Optional.of(obstacle);
    }
    return running.isDispatching()
        ? Optional.empty()
        : Optional.of("the queue cannot be read from the database");
  }

  /// False when a thread of the relay has died, which only a restart mends.
  public boolean isAlive() {
    var running = relay;
    return running == null || running.isAlive();
  }
}
