package io.signetmail.bench;

import io.signetmail.bus.kafka.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Counts the committed records of a mail topic and names every message id that is there twice.
@Command(
    name = "once",
    mixinStandardHelpOptions = true,
    description =
        "Counts the committed records of a mail topic; exits 1 and names them when message ids are"
            + " there twice. Sees only what the topic's owner has not trimmed yet.")
public final class OnceCheck implements Callable<Integer> {
  @Parameters(paramLabel = "TOPIC", description = "for example mail.outbound")
  private String topic = "";

  @Option(names = "--bootstrap", description = "brokers (default: ${DEFAULT-VALUE})")
  private String bootstrap = "127.0.0.1:9092";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var ids = new HashMap<String, Integer>();
    long trimmed = 0;
    try (var consumer =
        new KafkaConsumer<String, byte[]>(
            KafkaConnection.to(bootstrap, "signet-bench").consumer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      trimmed =
          consumer.beginningOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          ids.merge(record.key(), 1, Integer::sum);
        }
      }
    }
    var out = spec.commandLine().getOut();
    int records = ids.values().stream().mapToInt(Integer::intValue).sum();
    out.printf(
        "%s: %d records, %d message ids, %d offsets trimmed before%n",
        topic, records, ids.size(), trimmed);
    ids.forEach((id, count) -> {
      if (count > 1) {
        out.printf("%s is there %d times%n", id, count);
      }
    });
    out.flush();
    return records == ids.size() ? 0 : 1;
  }
}
