package io.signetmail.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.store.Outbox;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.StoredMode;
import io.signetmail.bus.worker.WorkerLoop;
import io.signetmail.bus.worker.WorkerMetrics;
import io.signetmail.relay.bounce.DeliveryStatusNotification;
import io.signetmail.relay.delivery.Bodies;
import io.signetmail.relay.delivery.BodyCache;
import io.signetmail.relay.delivery.Copies;
import io.signetmail.relay.delivery.Courier;
import io.signetmail.relay.delivery.Judgement;
import io.signetmail.relay.delivery.KafkaBodyReader;
import io.signetmail.relay.delivery.Ledger;
import io.signetmail.relay.delivery.RelayMetrics;
import io.signetmail.relay.delivery.SmtpNextHop;
import io.signetmail.relay.intake.Intake;
import io.signetmail.relay.queue.Dispatcher;
import io.signetmail.relay.queue.Housekeeping;
import io.signetmail.relay.queue.Periodic;
import io.signetmail.relay.route.Routes;
import io.signetmail.relay.store.RelayDatabase;
import io.signetmail.relay.trim.Trimmer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/// A running relay: everything wired together, started and stopped as one.
///
/// Needs a migrated database. From then on it waits for Kafka, PostgreSQL and the next hop as long
/// as it takes.
public final class Relay implements AutoCloseable {
  private static final List<Topic> SOURCES = List.of(Topic.MAIL_INBOUND, Topic.MAIL_OUTBOUND);
  private static final int READ_AT_ONCE = 200;
  private static final int BODY_READERS = 2;
  private static final Duration BODY_PATIENCE = Duration.ofSeconds(10);
  private static final Duration IDLE_PAUSE = Duration.ofMillis(250);
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);
  private static final Duration FORGET_EVERY = Duration.ofMinutes(1);
  private static final Duration CLOSE_IDLE_EVERY = Duration.ofSeconds(2);

  private final DurableProducer producer;
  private final Outbox outbox;
  private final KafkaBodyReader reader;
  private final SmtpNextHop nextHop;
  private final Ledger ledger;
  private final Dispatcher dispatcher;
  private final Periodic periodic = new Periodic();
  private final WorkerLoop intake;

  /// What a relay works with.
  public record Surroundings(
      KafkaConnection kafka,
      DataSource database,
      Routes routes,
      SmtpNextHop nextHop,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry metrics) {}

  private Relay(Surroundings around, RelayOptions options) {
    var clock = around.clock();
    var database = new RelayDatabase(around.database());
    var metrics = new RelayMetrics(around.metrics());
    var cache = new BodyCache(options.cacheBytes());
    producer = new DurableProducer(around.kafka());
    outbox = new Outbox(around.database(), producer);
    reader = new KafkaBodyReader(around.kafka(), BODY_READERS, BODY_PATIENCE, around.random());
    nextHop = around.nextHop();
    var queue = database.queue();
    ledger = new Ledger(queue, clock, metrics, outbox::nudge);
    var parts =
        new Courier.Parts(
            new Bodies(cache, reader, new BytesBudget(options.bodyBytes())),
            around.routes(),
            nextHop,
            new Judgement(options.retry(), around.random()),
            new Copies(producer, Groups.RELAY, clock),
            new DeliveryStatusNotification(
                options.hostname(), clock, new MessageIds(clock, around.random())::next));
    var courier = new Courier(parts, ledger, clock, metrics);
    dispatcher =
        new Dispatcher(
            queue,
            courier::deliver,
            new Dispatcher.Settings(
                options.limits(), options.attempts(), IDLE_PAUSE, options.drain()),
            clock);
    outbox.start();
    dispatcher.start();
    keepHouse(around, options, database, metrics);
    var received = new Intake(database.intake(), cache, producer, clock, dispatcher::nudge);
    intake =
        WorkerLoop.start(
            new StoredMode(
                around.kafka(),
                SOURCES,
                Groups.RELAY,
                received,
                READ_AT_ONCE,
                around.random(),
                new WorkerMetrics(around.metrics(), Groups.RELAY)));
  }

  public static Relay start(Surroundings around, RelayOptions options) {
    return new Relay(around, options);
  }

  private void keepHouse(
      Surroundings around, RelayOptions options, RelayDatabase database, RelayMetrics metrics) {
    var house =
        new Housekeeping(
            database.queue(), options.limits(), options.keepFinished(), around.clock());
    var report = database.report();
    var trimmer = new Trimmer(around.kafka(), database.trim(Groups.RELAY));
    periodic.every(
        options.limits().lease().dividedBy(4),
        "leases",
        () -> house.keepLeases(dispatcher.inFlight()));
    periodic.every(FORGET_EVERY, "forget", house::forget);
    periodic.every(CLOSE_IDLE_EVERY, "idle-sessions", nextHop::closeIdle);
    periodic.every(
        MEASURE_EVERY,
        "measure",
        () -> metrics.waiting(report.summary(), around.clock().instant()));
    periodic.every(options.trimEvery(), "trim", trimmer::trim);
  }

  /// Its threads run; a relay that is not alive has to be started again.
  public boolean isAlive() {
    return intake.isAlive() && dispatcher.isAlive() && outbox.isAlive();
  }

  /// The loop that reads what arrives.
  public WorkerLoop intake() {
    return intake;
  }

  /// It can look into the queue.
  public boolean isDispatching() {
    return dispatcher.isWorking();
  }

  /// Stops reading, lets attempts under way end, lets go of everything.
  @Override
  public void close() {
    intake.close();
    dispatcher.close();
    ledger.close();
    periodic.close();
    outbox.close();
    nextHop.close();
    reader.close();
    producer.close();
  }
}
