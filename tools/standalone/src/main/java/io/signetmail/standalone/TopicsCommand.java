package io.signetmail.standalone;

import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `signet topics create`: the one place topics are made, for any cluster.
@Command(
    name = "topics",
    description = "Deals with the Kafka topics of an installation.",
    mixinStandardHelpOptions = true,
    subcommands = TopicsCommand.Create.class)
public final class TopicsCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    System.err.println("signet topics: say what to do: create");
    return 2;
  }

  /// Creates what is missing and brings the settings in line.
  @Command(
      name = "create",
      description =
          "Creates missing topics and brings the settings of all in line. Safe to run again.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @Option(
        names = "--bootstrap",
        paramLabel = "HOST:PORT,...",
        required = true,
        description = "the brokers")
    private String bootstrap = "";

    @Option(
        names = "--partitions",
        defaultValue = "6",
        description = "of the topics that carry work (default: ${DEFAULT-VALUE})")
    private int partitions;

    @Option(
        names = "--replication",
        defaultValue = "1",
        description = "copies of each partition (default: ${DEFAULT-VALUE})")
    private int replication;

    @Option(
        names = "--min-in-sync",
        defaultValue = "1",
        description =
            "copies that must have a record before it counts as written (default: ${DEFAULT-VALUE})")
    private int minInSync;

    @Option(
        names = "--no-flush",
        description = "do not flush each mail to the disk; right with three brokers or more")
    private boolean noFlush;

    @Override
    public Integer call() {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
      Map<String, Object> settings =
          Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", 30_000);
      try (var admin = Admin.create(settings)) {
        var plan = new TopicPlan(partitions, replication, minInSync, !noFlush);
        var done = new TopicProvisioner(admin, plan).provision();
        done.forEach(System.out::println);
        System.out.println(done.isEmpty() ? "nothing was missing; settings are in line" : "done");
        return 0;
      } catch (TopicProvisioner.TopicsNotProvisioned | IllegalArgumentException e) {
        System.err.println("signet topics create: " + e.getMessage());
        return 1;
      }
    }
  }
}
