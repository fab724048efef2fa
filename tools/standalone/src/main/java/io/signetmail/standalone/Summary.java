package io.signetmail.standalone;

import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicPlan;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The table a person reads when the system is ready.
final class Summary {
  private Summary() {}

  static String of(RunFile run, Options options, SecretFiles secrets, Progress progress) {
    var ports =
        Arrays.stream(Port.values())
            .map(p -> "  %-17s %-7d %s".formatted(p.label(), run.ports().of(p), p.purpose()))
            .collect(Collectors.joining("\n"));
    var plan = TopicPlan.singleBroker();
    var topics =
        Arrays.stream(Topic.values())
            .map(t -> "  %-17s %-7d %s".formatted(t.topicName(), plan.partitionsOf(t), kind(t)))
            .collect(Collectors.joining("\n"));
    return """

    Signet is ready after %.1f s, on 127.0.0.1.

      PORT              NUMBER  FOR
    %s

      TOPIC             PARTS   IS
    %s

      Mail is received for %s; reports at %s.
      Data and logs   %s
      Admin token     %s
      TLS certificate %s (self-signed)
      %s
      Try it: ./signet demo      Stop it: Ctrl-C, or ./signet down
    """
        .formatted(
            progress.elapsed().toMillis() / 1000.0,
            ports,
            topics,
            ServiceSettings.SERVED_DOMAIN,
            ServiceSettings.REPORT_ADDRESS,
            options.data().root(),
            options.data().secrets().resolve("admin.token"),
            secrets.certificate(),
            durability(options));
  }

  private static String kind(Topic topic) {
    return switch (topic.kind()) {
      case MAIL -> "mail, kept until its reader is done";
      case REQUEST -> "questions, 10 minutes";
      case REPLY -> "answers, 10 minutes";
      case EVENT -> "history, 30 days";
      case STATE -> "newest value per key";
    };
  }

  private static String durability(Options options) {
    return options.flush()
        ? "250 means: on this disk, flushed. One broker and one disk: not for production."
        : """
        *** --no-flush: mail that was answered 250 is LOST when the power fails. ***\
        """;
  }
}
