package io.signetmail.standalone;

import io.signetmail.testkit.MailboxSink;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Everything of one standalone system, started in the order its parts need and stopped in the
/// reverse one.
///
/// PostgreSQL, Kafka and the in-process parts start together; key-service as soon as its database
/// is there; the others as soon as there are topics and tokens. {@link #start} and {@link #stop}
/// are called by one thread each; stop may interrupt a start.
public final class SignetSystem {
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
  private volatile @Nullable Infrastructure infrastructure;
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
    var below = new Infrastructure(options, plan, children, readiness, progress);
    infrastructure = below;
    Future<?> broker =
        fork(() -> {
          below.startKafka();
          return below;
        });
    var database = fork(below::startPostgres);
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
            Optional.of(new Parts(running, below)),
            Set.of("127.0.0.1", "localhost"));
    progress.step("DNS, sink, control", "demo zones, mailbox and their control endpoint listen");
    var keys = fork(() -> startService(running, Instance.first(Service.KEYS)));
    var tokens = new Tokens(http, secrets);
    if (!tokens.areComplete()) {
      join(keys);
      tokens.issueMissing(plan.url(Port.KEYS));
      progress.step("tokens", "issued by key-service, in " + data.secrets());
    }
    join(broker);
    var others = new ArrayList<Future<Instance>>();
    others.add(keys);
    for (var instance : options.instances()) {
      if (instance.service() != Service.KEYS) {
        others.add(fork(() -> startService(running, instance)));
      }
    }
    for (var other : others) {
      join(other);
    }
  }

  private Instance startService(Services running, Instance instance)
      throws IOException, InterruptedException, StartFailed {
    running.start(instance);
    var child = running.find(instance);
    if (child == null) {
      throw new StartFailed("stopped while starting");
    }
    var url = "http://127.0.0.1:" + running.httpPort(instance);
    readiness.awaitHealth(child, url);
    progress.step(instance.label(), url);
    return instance;
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
    long began = System.nanoTime();
    threads.shutdownNow();
    var working = services;
    if (working != null) {
      Stopping.together(working.close(), Stopping.PATIENCE, progress);
    }
    var below = infrastructure;
    if (below != null) {
      below.stop(Stopping.rest(began));
    }
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
