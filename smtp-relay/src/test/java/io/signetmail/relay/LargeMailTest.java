package io.signetmail.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.topic.Topic;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.EmbeddedPostgres;
import io.signetmail.testkit.MailboxSink;
import io.signetmail.testkit.SinkRule;
import io.signetmail.testkit.SinkRule.Action;
import io.signetmail.testkit.SinkRule.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The byte budget, seen from outside: many of the largest messages at once in a small process.
class LargeMailTest {
  private static final int COUNT = 20;
  private static final int BYTES = 25 * 1024 * 1024;

  @TempDir private Path folder;

  @Test
  void twentyOfTheLargestAtOnceFitInto512MiB() {
    try (var postgres = EmbeddedPostgres.create();
        var kafka = EmbeddedKafka.create();
        var sink = MailboxSink.start(0, folder);
        var world = new RelayWorld(kafka, postgres)) {
      // Half of them are deferred first, so that copies and reading back are part of it.
      sink.rule(new SinkRule(Stage.RCPT, "", new Action.Reply("451 4.2.1 busy"), COUNT / 2));
      var sent = new ArrayList<MessageId>();
      var body = large();
      for (var i = 0; i < COUNT; i++) {
        sent.add(
            world.put(
                Topic.MAIL_OUTBOUND,
                RelayWorld.envelope("user" + i, "x@d" + i + ".example"),
                body));
      }
      try (var relay =
          RelayProcess.start("512m", kafka.bootstrap(), postgres.schema("relay"), sink.port())) {
        Await.until(
            Duration.ofMinutes(4),
            COUNT + " large messages delivered",
            () ->
                !relay.isAlive()
                    || sent.stream().allMatch(id -> world.states(id).equals(List.of("delivered"))));
        assertThat(relay.isAlive()).as("survived").isTrue();
      }
      assertThat(sink.mails()).hasSize(COUNT);
    }
  }

  private static byte[] large() {
    var body = new byte[BYTES];
    Arrays.fill(body, (byte) 'x');
    var line = "\r\n".getBytes(StandardCharsets.US_ASCII);
    for (var at = 74; at + 2 < BYTES; at += 76) {
      System.arraycopy(line, 0, body, at, 2);
    }
    var header = RelayWorld.body("large");
    System.arraycopy(header, 0, body, 0, header.length);
    System.arraycopy(line, 0, body, BYTES - 2, 2);
    return body;
  }
}
