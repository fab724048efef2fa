package io.signetmail.cli.policy;

import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.policy.BadPolicy;
import io.signetmail.policy.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `signet policy replay`: what would have been done with recent mail under another policy.
@Command(
    name = "replay",
    description =
        "Decides again about the mail of the last days, under another policy, and prints what would"
            + " have changed. Nothing is sent and nothing is changed.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "the policy to try, YAML or JSON")
  private Path file = Path.of("");

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "7d",
      description = "how far to go back: 90m, 12h, 7d (default); the log keeps 30 days")
  private String since = "7d";

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Kafka; default: the variable SIGNET_KAFKA_BOOTSTRAP, else localhost:9092",
      defaultValue = "${env:SIGNET_KAFKA_BOOTSTRAP:-localhost:9092}")
  private String bootstrap = "localhost:9092";

  @Option(
      names = "--kafka-property",
      paramLabel = "NAME=VALUE",
      description = "further client property, such as security.protocol=SASL_SSL")
  private Map<String, String> properties = Map.of();

  @Option(
      names = "--examples",
      paramLabel = "NUMBER",
      defaultValue = "3",
      description = "messages shown for each kind of change (default 3)")
  private int examples = 3;

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    var time = age(since);
    if (time.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("--since: '" + since + "' is no time like 90m, 12h or 7d");
      return 2;
    }
    try {
      var policy = PolicyReader.read(file.toString(), Files.readAllBytes(file));
      var replay = new Replay(policy, Math.max(0, examples));
      var connection =
          new KafkaConnection(
              bootstrap, "signet-policy-replay", properties, KafkaConnection.DEFAULT_BUFFER_BYTES);
      var events = new RecordedResults(connection);
      events.since(InstantSource.system().instant().minus(time.get()), replay::add);
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(replay.report().toJson());
      } else {
        replay.report().print(out, since);
      }
      out.flush();
      return 0;
    } catch (BadPolicy e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  static Optional<Duration> age(String text) {
    if (!text.matches("[0-9]{1,4}[mhd]")) {
      return Optional.empty();
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 'm' -> Optional.of(Duration.ofMinutes(number));
      case 'h' -> Optional.of(Duration.ofHours(number));
      default -> Optional.of(Duration.ofDays(number));
    };
  }
}
