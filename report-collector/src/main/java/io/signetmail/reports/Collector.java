package io.signetmail.reports;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.GroupTrimmer;
import io.signetmail.bus.worker.StoredHandler;
import io.signetmail.bus.worker.StoredMode;
import io.signetmail.bus.worker.WorkerLoop;
import io.signetmail.bus.worker.WorkerMetrics;
import io.signetmail.kit.KafkaSettings;
import io.signetmail.kit.TopicWatch;
import io.signetmail.kit.Workers;
import io.signetmail.reports.intake.ReportIntake;
import io.signetmail.reports.store.DomainQueries;
import io.signetmail.reports.store.HistoryHandler;
import io.signetmail.reports.store.KeyUses;
import io.signetmail.reports.store.ReportInputs;
import io.signetmail.reports.store.ReportMailHandler;
import io.signetmail.reports.store.ReportQueries;
import io.signetmail.reports.usage.UsagePublisher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Puts the parts together: two readers of the log, one store, and what it tells about keys.
///
/// Reports and events are read by two loops, so that a large report never delays a message's story.
@ApplicationScoped
class Collector {
  private static final String NAME = "report-collector";
  private static final List<Topic> EVENTS = List.of(Topic.AUTH_RESULTS, Topic.MAIL_EVENTS);
  private static final int MAILS_PER_ROUND = 10;
  private static final int EVENTS_PER_ROUND = 500;

  /// A record is a line of JSON.
  private static final long USAGE_BUFFER_BYTES = 4L << 20;

  private static final Duration TRIM_EVERY = Duration.ofSeconds(30);

  private final CollectorSettings settings;
  private final KafkaSettings kafka;
  private final Workers workers;
  private final TopicWatch topics;
  private final MeterRegistry metrics;
  private @Nullable GroupTrimmer trimmer;
  private @Nullable UsagePublisher usage;

  Collector(
      CollectorSettings settings,
      KafkaSettings kafka,
      Workers workers,
      TopicWatch topics,
      MeterRegistry metrics) {
    this.settings = settings;
    this.kafka = kafka;
    this.workers = workers;
    this.topics = topics;
    this.metrics = metrics;
  }

  @Produces
  @Singleton
  ReportInputs inputs(Jdbi database, ObjectMapper json) {
    var intake = new ReportIntake(settings.reports().limits(), InstantSource.system());
    return new ReportInputs(database, intake, json);
  }

  @Produces
  @Singleton
  ReportQueries queries(Jdbi database) {
    return new ReportQueries(database);
  }

  @Produces
  @Singleton
  DomainQueries domains(Jdbi database) {
    return new DomainQueries(database);
  }

  void start(@Observes StartupEvent event, Jdbi database, ReportInputs inputs) {
    topics.watch(
        kafka.connection(NAME),
        List.of(Topic.MAIL_REPORTS, Topic.AUTH_RESULTS, Topic.MAIL_EVENTS, Topic.KEYS_USAGE));
    var reports = new ReportMailHandler(database, Groups.COLLECTOR, inputs, settings.authservId());
    workers.add(loop(List.of(Topic.MAIL_REPORTS), Groups.COLLECTOR, reports, MAILS_PER_ROUND));
    var history = Groups.COLLECTOR + "-history";
    // Kafka is told what is read only after the database has it.
    trimmer =
        GroupTrimmer.start(
            kafka.connection(NAME), Map.of(Topic.MAIL_REPORTS, Groups.COLLECTOR), TRIM_EVERY);
    workers.add(loop(EVENTS, history, new HistoryHandler(database, history), EVENTS_PER_ROUND));
    usage =
        UsagePublisher.start(
            new KeyUses(database),
            kafka.connection(NAME).withBufferBytes(USAGE_BUFFER_BYTES),
            Map.of(history, Topic.MAIL_EVENTS, Groups.COLLECTOR, Topic.MAIL_REPORTS),
            settings.reports().keyUsageEvery(),
            InstantSource.system());
  }

  void stop(@Observes ShutdownEvent event) {
    var trimming = trimmer;
    if (trimming != null) {
      trimming.close();
    }
    var publishing = usage;
    if (publishing != null) {
      publishing.close();
    }
  }

  private WorkerLoop loop(List<Topic> sources, String group, StoredHandler handler, int batch) {
    return WorkerLoop.start(
        new StoredMode(
            kafka.connection(NAME),
            sources,
            group,
            handler,
            batch,
            new SecureRandom(),
            new WorkerMetrics(metrics, group)));
  }
}
