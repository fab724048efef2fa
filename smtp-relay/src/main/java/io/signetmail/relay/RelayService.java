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
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/// The relay in a process of its own: starts at once, works as soon as its database is there.
@ApplicationScoped
public class RelayService {
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
    var patient = new PatientStart(closing, why -> obstacle = why);
    try {
      patient.until(
          "database not migrated",
          () -> {
            var _ = flyway.migrate();
          });
      patient.until("relay not started", this::run);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var started = Relay.start(surroundings(), options());
    relay = started;
    workers.add(started.intake());
    if (closing.getCount() == 0) {
      started.close();
    }
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
