package io.signetmail.bench.consume;

import io.signetmail.bench.Latencies;
import io.signetmail.bench.Row;
import io.signetmail.bench.Rows;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.testkit.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Share group against consumer groups for verifiers: throughput of one to six members, one slow
/// question among fast ones, a member killed with -9. Each mode gets a broker of its own.
@Command(
    name = "consume",
    mixinStandardHelpOptions = true,
    description =
        "Share group against classic and KIP-848 consumer groups for the verifier (ADR 0007):"
            + " throughput of 1, 2, 4 and 6 members on four partitions, a 5 s question each second"
            + " among 200 fast ones, a member killed with -9. About 2 minutes a mode.")
public final class ConsumeBench implements Callable<Integer> {
  private static final int PARTITIONS = 4;
  private static final int CONCURRENCY = 16;
  private static final int PER_SECOND = 200;
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
  private static final Duration WAIT = Duration.ofSeconds(20);

  @Option(names = "--json", description = "Print the rows as JSON.")
  private boolean json;

  @Option(
      names = "--mode",
      description = "Only this mode, may be repeated: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Mode> modes = List.of(Mode.values());

  @Spec private CommandSpec spec;

  private final List<Row> rows = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    for (var mode : modes) {
      progress("%s: starting a broker", mode);
      try (var kafka = EmbeddedKafka.create()) {
        var connection = KafkaConnection.to(kafka.bootstrap(), "asker");
        try (var admin = connection.admin()) {
          new TopicProvisioner(admin, new TopicPlan(PARTITIONS, 1, 1, false)).provision();
          shareFromTheStart(admin);
        }
        measure(mode, connection);
      }
    }
    spec.commandLine().getOut().print(Rows.print(rows, json));
    spec.commandLine().getOut().flush();
    return 0;
  }

  /// A share group starts at the newest record unless told.
  private static void shareFromTheStart(Admin admin)
      throws InterruptedException, ExecutionException {
    var group = new ConfigResource(ConfigResource.Type.GROUP, OtherMember.SHARE_GROUP);
    var earliest =
        new AlterConfigOp(
            new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(group, List.of(earliest))).all().get();
  }

  private void measure(Mode mode, KafkaConnection connection) throws Exception {
    var name = mode.name().toLowerCase(Locale.ROOT);
    var members = new ArrayList<Process>();
    try {
      members.add(member(mode, connection));
      try (var asker = new Asker(connection, ASK_AGAIN, WAIT)) {
        for (int count : List.of(1, 2, 4, 6)) {
          progress("%s: %d members on %d partitions", mode, count, PARTITIONS);
          for (int i = members.size(); i < count; i++) {
            members.add(member(mode, connection));
          }
          warmUp(asker);
          double rate = asker.rate(500 * count, 1_000, 50);
          add(Row.of("%s %d members, 50 ms each".formatted(name, count), rate, "/s"));
        }
        while (members.size() > 3) {
          members.removeLast().destroyForcibly().waitFor();
        }
        progress("%s: one slow question a second", mode);
        warmUp(asker);
        slowAmongFast(name, asker);
        progress("%s: killing a member", mode);
        kill(name + " kill -9", asker, members.removeFirst());
      }
    } finally {
      members.forEach(Process::destroyForcibly);
    }
  }

  private static void warmUp(Asker asker) throws InterruptedException {
    // Long enough for every member to have joined.
    asker.run(10 * PER_SECOND, PER_SECOND, _ -> 0);
  }

  private void slowAmongFast(String name, Asker asker) throws InterruptedException {
    var asked = asker.run(15 * PER_SECOND, PER_SECOND, i -> i % PER_SECOND == 0 ? 5_000 : 0);
    var fast = latencies(asked.stream().filter(a -> a.work() == 0).toList());
    add(Row.of(name + " fast beside slow, p50", fast.quantile(0.5), "ms"));
    add(Row.of(name + " fast beside slow, p99", fast.quantile(0.99), "ms"));
    add(Row.of(name + " fast beside slow, max", fast.max(), "ms"));
  }

  private void kill(String name, Asker asker, Process victim) throws InterruptedException {
    var killed = Instant.now().plusSeconds(3);
    var killer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(Duration.between(Instant.now(), killed));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              victim.destroyForcibly();
            });
    var asked = asker.run(25 * PER_SECOND, PER_SECOND, _ -> 0);
    killer.join();
    int none = (int) asked.stream().filter(a -> !a.answered()).count();
    int slow = (int) asked.stream().filter(a -> !a.answered() || a.millis() > 1_000).count();
    var last =
        asked.stream()
            .filter(a -> !a.answered() || a.millis() > 1_000)
            .map(a -> Duration.between(killed, a.at()).toMillis() / 1e3)
            .max(Double::compare)
            .orElse(0.0);
    add(Row.of(name + ": without answer", none, "of " + asked.size()));
    add(Row.of(name + ": over 1 s", slow, "of " + asked.size()));
    add(Row.of(name + ": last slow one, after the kill", Math.max(0, last), "s"));
    add(Row.of(name + ": longest answer", latencies(asked).max(), "ms"));
  }

  /// Shown as it is measured, and again in the table at the end.
  private void add(Row row) {
    rows.add(row);
    progress("  %s: %.1f %s", row.name(), row.value(), row.unit());
  }

  private static Latencies latencies(List<Asker.Asked> asked) {
    return Latencies.of(
        asked.stream().filter(Asker.Asked::answered).map(Asker.Asked::millis).toList());
  }

  private static Process member(Mode mode, KafkaConnection connection) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-Xmx192m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Member.class.getName(),
            mode.name(),
            connection.bootstrap(),
            Integer.toString(CONCURRENCY))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void progress(String format, Object... arguments) {
    spec.commandLine().getErr().printf(Locale.ROOT, format + "%n", arguments);
    spec.commandLine().getErr().flush();
  }
}
