package io.signetmail.standalone;

import io.signetmail.testkit.BrokerSettings;
import io.signetmail.testkit.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The real Kafka broker as a child process, one KRaft node, from the jars this program itself runs
/// with.
final class KafkaBroker {
  private KafkaBroker() {}

  /// @param flush its own topics (offsets, transactions) are flushed as the mail topics are: a
  ///   transaction forgotten in a power cut would hold up every reader behind it
  static ChildProcess start(DataDirectory data, PortPlan ports, String heap, boolean flush)
      throws IOException {
    Map<String, String> extra = flush ? Map.of("log.flush.interval.messages", "1") : Map.of();
    var settings =
        new BrokerSettings(
            data.kafka(), ports.of(Port.KAFKA), ports.of(Port.KAFKA_CONTROLLER), extra);
    EmbeddedKafka.format(settings);
    var file = data.run().resolve("kafka.properties");
    write(settings, file);
    return ChildProcess.start(
        new ChildProcess.Launch(
            "kafka",
            List.of(
                Java.command(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
                "-cp",
                Java.ownClassPath(),
                "kafka.Kafka",
                file.toString()),
            Map.of(),
            data.kafka(),
            data.log("kafka")));
  }

  private static void write(BrokerSettings settings, Path file) throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      settings.toProperties().store(out, "Written at each start.");
    }
  }
}
