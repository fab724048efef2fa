package io.signetmail.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicCheck;
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
  private final DataSource database;
  private final Flyway flyway;
  private final MeterRegistry metrics;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Relay relay;
  private volatile List<String> obstacles = List.of("not started yet");

  RelayService(
      RelaySettings settings,
      @ConfigProperty(name = "signet.hostname", defaultValue = "mx.signet.example") String hostname,
      @ConfigProperty(name = "signet.kafka.bootstrap", defaultValue = "localhost:9092")
          String bootstrap,
      DataSource database,
      Flyway flyway,
      MeterRegistry metrics) {
    this.settings = settings;
    this.hostname = hostname;
    this.kafka = KafkaConnection.to(bootstrap, Groups.RELAY).withBufferBytes(64L * 1024 * 1024);
    this.database = database;
    this.flyway = flyway;
    this.metrics = metrics;
  }

  void onStart(@Observes StartupEvent event) {
    var _ = Thread.ofVirtual().name("relay-start").start(this::start);
  }

  private void start() {
    try {
      untilNoTrouble("database", this::migrate);
      var started = Relay.start(surroundings(), options());
      relay = started;
      if (closing.getCount() == 0) {
        started.close();
        return;
      }
      untilNoTrouble("topics", this::checkTopics);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Repeats a step until it finds nothing in the way, or we are closing.
  private void untilNoTrouble(String what, Step step) throws InterruptedException {
    for (var pause = Duration.ofMillis(200); ; pause = longer(pause)) {
      var found = step.obstacles();
      obstacles = found;
      if (found.isEmpty()) {
        return;
      }
      LOG.warn("{} not ready, looking again in {} ms: {}", what, pause.toMillis(), found);
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("closing");
      }
    }
  }

  private interface Step {
    List<String> obstacles();
  }

  private List<String> migrate() {
    try {
      flyway.migrate();
      return List.of();
    } catch (RuntimeException e) {
      return List.of("database not migrated: " + firstLine(e));
    }
  }

  private List<String> checkTopics() {
    try (var admin = kafka.admin()) {
      return new TopicCheck(admin).differences(TOPICS);
    } catch (RuntimeException e) {
      return List.of("Kafka not reachable: " + firstLine(e));
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

  /// What keeps the relay from working; empty when nothing does.
  public List<String> obstacles() {
    var running = relay;
    if (running == null || !obstacles.isEmpty()) {
      return obstacles;
    }
    if (!running.isDispatching()) {
      return List.of("the queue cannot be read from the database");
    }
    return running.isReading() ? List.of() : List.of("no share of the topics yet");
  }

  /// False when a thread of the relay has died, which only a restart mends.
  public boolean isAlive() {
    var running = relay;
    return running == null || running.isAlive();
  }
}
