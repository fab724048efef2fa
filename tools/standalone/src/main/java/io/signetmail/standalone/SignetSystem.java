package io.signetmail.standalone;

import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.testkit.Database;
import io.signetmail.testkit.EmbeddedPostgres;
import io.signetmail.testkit.MailboxSink;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/// Everything of one standalone system, started in the order its parts need and stopped in the
/// reverse one.
///
/// PostgreSQL, Kafka and the in-process parts start together; key-service as soon as its database
/// is there; the others as soon as there are topics and tokens. {@link #start} and {@link #stop}
/// are called by one thread each; stop may interrupt a start.
public final class SignetSystem {
  private static final Duration INFRASTRUCTURE_PATIENCE = Duration.ofSeconds(3);
  private static final String KAFKA_HEAP = "640m";

  private final Options options;
  private final DataDirectory data;
  private final Progress progress;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Readiness readiness = new Readiness(http);
  private final SecretFiles secrets;
  private final Children children;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable RunLock lock;
  private @Nullable Guardian guardian;
  private @Nullable DemoDns dns;
  private @Nullable MailboxSink sink;
  private @Nullable ControlServer control;
  private volatile @Nullable Services services;
  private volatile @Nullable ChildProcess kafka;
  private volatile @Nullable EmbeddedPostgres postgres;
  private volatile boolean stopping;

  public SignetSystem(Options options, Progress progress) {
    this.options = options;
    this.data = options.data();
    this.progress = progress;
    this.secrets = SecretFiles.of(data);
    this.children = new Children(data);
  }

  /// Starts everything and returns when every service says it is ready.
  public RunFile start() throws StartFailed, InterruptedException {
    try {
      Services.requireArtifacts(options);
      boolean isNew = data.prepare();
      lock = RunLock.acquire(data);
      endLeftovers();
      progress.step("data", data.root() + (isNew ? " (new)" : " (kept from the last run)"));
      var plan = PortPlan.choose(options.ports(), data.ports());
      new RunFile(ProcessHandle.current().pid(), false, plan).write(data);
      guardian = Guardian.watch(children.file(), data.run());
      SelfSigned.makeOnce(secrets, ServiceSettings.HOSTNAME, InstantSource.system());
      startParts(plan);
      var run = new RunFile(ProcessHandle.current().pid(), true, plan);
      run.write(data);
      return run;
    } catch (IOException | GeneralSecurityException e) {
      throw new StartFailed("cannot start: " + e.getMessage(), e);
    }
  }

  private void startParts(PortPlan plan)
      throws IOException, GeneralSecurityException, StartFailed, InterruptedException {
    var broker = fork(() -> startKafka(plan));
    var database = fork(() -> startPostgres(plan));
    var zone = DemoZones.text(secrets, plan.socket(Port.DNS).getAddress());
    dns = DemoDns.start(plan.socket(Port.DNS), zone, data.publishedZone(), options.forwarder());
    sink = MailboxSink.start(plan.of(Port.SINK), data.mailbox());
    var running =
        new Services(
            options,
            new ServiceSettings(plan, secrets, join(database), options.overrides()),
            children,
            progress);
    services = running;
    control =
        ControlServer.start(
            plan.socket(Port.CONTROL),
            dns,
            sink,
            Optional.of(running),
            Set.of("127.0.0.1", "localhost"));
    progress.step("DNS, sink, control", "demo zones, mailbox and their control endpoint listen");
    var keys = fork(() -> startService(running, Service.KEYS, plan));
    var tokens = new Tokens(http, secrets);
    if (!tokens.areComplete()) {
      join(keys);
      tokens.issueMissing(plan.url(Port.KEYS));
      progress.step("tokens", "issued by key-service, in " + data.secrets());
    }
    join(broker);
    var others = new ArrayList<Future<Service>>();
    others.add(keys);
    for (var service : Service.values()) {
      if (service != Service.KEYS && !options.without().contains(service)) {
        others.add(fork(() -> startService(running, service, plan)));
      }
    }
    for (var other : others) {
      join(other);
    }
  }

  private ChildProcess startKafka(PortPlan plan)
      throws IOException, InterruptedException, StartFailed {
    var started = KafkaBroker.start(data, plan, KAFKA_HEAP);
    kafka = started;
    children.add(started);
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
    return started;
  }

  private Map<Service, Database> startPostgres(PortPlan plan) throws IOException {
    var server =
        EmbeddedPostgres.over(
            data.postgres(),
            plan.of(Port.POSTGRES),
            data.log("postgres"),
            Map.of("shared_buffers", "64MB", "max_connections", "100"));
    postgres = server;
    long pid =
        Long.parseLong(Files.readAllLines(data.postgres().resolve("postmaster.pid")).getFirst());
    children.add(new Children.Entry(pid, 0, "INT", "postgres"));
    var databases = new EnumMap<Service, Database>(Service.class);
    for (var service : Service.values()) {
      service.schema().ifPresent(schema -> databases.put(service, server.schema(schema)));
    }
    progress.step("PostgreSQL", plan.address(Port.POSTGRES));
    return databases;
  }

  private Service startService(Services running, Service service, PortPlan plan)
      throws IOException, InterruptedException, StartFailed {
    running.start(service);
    var child = running.find(service);
    if (child == null) {
      throw new StartFailed("stopped while starting");
    }
    readiness.awaitHealth(child, plan.url(service.http()));
    progress.step(service.label(), plan.url(service.http()));
    return service;
  }

  private void reportDeath(ChildProcess child, int code) {
    children.remove(child.name());
    progress.line(
        "%n%s DIED (exit code %d). The end of %s:%n    %s"
            .formatted(
                child.name(), code, child.log(), String.join("\n    ", child.lastLines(20))));
  }

  private void endLeftovers() throws IOException, InterruptedException {
    var left = children.leftBehind();
    if (!left.isEmpty()) {
      progress.step(
          "left over",
          "an earlier run was killed; ending what it left: "
              + String.join(
                  ", ", left.stream().map(e -> e.name() + " (" + e.pid() + ")").toList()));
      Children.end(left);
    }
    children.clear();
  }

  public SecretFiles secrets() {
    return secrets;
  }

  /// Stops everything, whatever state the start had reached. False when there was nothing to stop,
  /// for a second call or an early failure.
  public synchronized boolean stop() {
    if (stopping || lock == null) {
      return false;
    }
    stopping = true;
    try {
      stopChildren();
      closeQuietly(control, "control");
      closeQuietly(sink, "sink");
      closeQuietly(dns, "dns");
      children.clear();
      RunFile.delete(data);
      closeQuietly(guardian, "guardian");
      closeQuietly(lock, "lock");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      progress.line("while stopping: " + e.getMessage());
    }
    return true;
  }

  private void stopChildren() throws InterruptedException {
    threads.shutdownNow();
    var working = services;
    if (working != null) {
      Stopping.together(working.close(), Stopping.PATIENCE, progress);
    }
    var broker = kafka;
    var database = fork(postgres);
    if (broker != null) {
      Stopping.together(List.of(broker), INFRASTRUCTURE_PATIENCE, progress);
    }
    database.join(INFRASTRUCTURE_PATIENCE);
  }

  private static Thread fork(@Nullable AutoCloseable closed) {
    return Thread.ofPlatform().name("stop-postgres").start(() -> closeNow(closed));
  }

  private static void closeNow(@Nullable AutoCloseable closed) {
    if (closed != null) {
      try {
        closed.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void closeQuietly(@Nullable AutoCloseable closed, String name) {
    try {
      closeNow(closed);
    } catch (IllegalStateException e) {
      progress.line(name + " did not close: " + e.getMessage());
    }
  }

  private <T> Future<T> fork(Callable<T> task) {
    return threads.submit(task);
  }

  private static <T> T join(Future<T> task) throws StartFailed, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartFailed known) {
        throw known;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("stopped while starting");
      }
      throw new StartFailed("cannot start: " + e.getCause(), e);
    }
  }
}
