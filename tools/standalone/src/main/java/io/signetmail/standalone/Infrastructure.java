package io.signetmail.standalone;

import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.testkit.Database;
import io.signetmail.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/// The broker and the database of one system: started, and killed and started again by whoever
/// wants to see what the services make of it.
///
/// All methods may be called from any thread.
final class Infrastructure {
  static final String KAFKA = "kafka";
  static final String POSTGRES = "postgres";

  private static final String KAFKA_HEAP = "640m";

  private final Options options;
  private final DataDirectory data;
  private final PortPlan plan;
  private final Children children;
  private final Readiness readiness;
  private final Progress progress;
  private @Nullable ChildProcess kafka;
  private @Nullable EmbeddedPostgres postgres;
  private boolean closed;

  Infrastructure(
      Options options, PortPlan plan, Children children, Readiness readiness, Progress progress) {
    this.options = options;
    this.data = options.data();
    this.plan = plan;
    this.children = children;
    this.readiness = readiness;
    this.progress = progress;
  }

  /// Starts the broker, waits until it answers, and makes the topics as they should be.
  void startKafka() throws IOException, InterruptedException, StartFailed {
    ChildProcess started;
    synchronized (this) {
      var before = kafka;
      if (closed || (before != null && before.isAlive())) {
        return;
      }
      started = KafkaBroker.start(data, plan, KAFKA_HEAP, options.flush());
      kafka = started;
      children.add(started);
    }
    started.onDeath(code -> reportDeath(started, code));
    readiness.awaitPort(started, plan.of(Port.KAFKA));
    progress.step("Kafka", plan.address(Port.KAFKA));
    var standard = TopicPlan.singleBroker();
    var topics =
        new TopicPlan(
            standard.partitions(), standard.replication(), standard.minInSync(), options.flush());
    try (var admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", plan.address(Port.KAFKA)))) {
      int changes = new TopicProvisioner(admin, topics).provision().size();
      progress.step("topics", changes == 0 ? "as they were" : changes + " created or changed");
    }
  }

  /// Starts the database and returns the schema of each service that has one.
  synchronized Map<Service, Database> startPostgres() throws IOException {
    var server = postgres;
    if (server == null) {
      server =
          EmbeddedPostgres.over(
              data.postgres(),
              plan.of(Port.POSTGRES),
              data.log(POSTGRES),
              Map.of("shared_buffers", "64MB", "max_connections", "100"));
      postgres = server;
      children.add(new Children.Entry(postmaster(), 0, "INT", POSTGRES));
      progress.step("PostgreSQL", plan.address(Port.POSTGRES));
    }
    var databases = new EnumMap<Service, Database>(Service.class);
    for (var service : Service.values()) {
      if (service.schema().isPresent()) {
        databases.put(service, server.schema(service.schema().get()));
      }
    }
    return databases;
  }

  /// As a crash would.
  void kill(String name) throws IOException, InterruptedException {
    switch (name) {
      case KAFKA -> killKafka();
      case POSTGRES -> killPostgres();
      default -> throw new IllegalArgumentException("no part is called " + name);
    }
  }

  private synchronized void killKafka() {
    if (kafka != null) {
      kafka.handle().destroyForcibly();
    }
  }

  private synchronized void killPostgres() throws IOException, InterruptedException {
    if (postgres == null) {
      return;
    }
    var server = ProcessHandle.of(postmaster());
    // Its children see that it is gone, and end.
    var sessions = server.stream().flatMap(ProcessHandle::children).toList();
    server.ifPresent(ProcessHandle::destroyForcibly);
    for (var session : sessions) {
      session.destroyForcibly();
    }
    for (var process : sessions) {
      while (process.isAlive()) {
        Thread.sleep(20);
      }
    }
    postgres.close(); // gives back its lock on the data directory
    postgres = null;
    children.remove(POSTGRES);
    progress.step("PostgreSQL", "killed");
  }

  synchronized Map<String, Map<String, Object>> states() throws IOException {
    var states = new LinkedHashMap<String, Map<String, Object>>();
    if (kafka != null) {
      states.put(KAFKA, kafka.state());
    }
    states.put(
        POSTGRES,
        postgres == null
            ? Map.of("state", "stopped")
            : Map.of(
                "state", "running", "pid", postmaster(), "log", data.log(POSTGRES).toString()));
    return states;
  }

  /// Stops both, for good.
  ///
  /// @param patience for each; a broker that is killed has to look through its logs when it starts
  void stop(Duration patience) throws InterruptedException {
    ChildProcess broker;
    EmbeddedPostgres server;
    synchronized (this) {
      closed = true;
      broker = kafka;
      server = postgres;
    }
    var database =
        Thread.ofPlatform()
            .name("stop-postgres")
            .start(() -> {
              if (server != null) {
                server.close();
              }
            });
    if (broker != null) {
      Stopping.together(List.of(broker), patience, progress);
    }
    database.join(patience);
  }

  private long postmaster() throws IOException {
    return Long.parseLong(Files.readAllLines(data.postgres().resolve("postmaster.pid")).getFirst());
  }

  private void reportDeath(ChildProcess child, int code) {
    children.remove(child.name());
    progress.line(
        "%n%s DIED (exit code %d). The end of %s:%n    %s"
            .formatted(
                child.name(), code, child.log(), String.join("\n    ", child.lastLines(20))));
  }
}
