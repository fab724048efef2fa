package io.signetmail.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.AuthFacts;
import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.PolicyFacts;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.EventPublisher;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.policy.BadPolicy;
import io.signetmail.policy.PolicyReader;
import io.signetmail.testkit.EmbeddedKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReplayTest {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

  private static final String NEW =
      """
      version: new
      domains:
        watch.example: {mode: monitor}
      known-lists: [lists.example]
      """;

  private static PolicyFacts facts(String author, String action, String... authenticated) {
    return new PolicyFacts(
        "old",
        "abc",
        action,
        author,
        "",
        new PolicyFacts.Finding(
            "failed", null, null, null, "reject", "reject", 100, 3, "quarantine"),
        "198.51.100.66",
        List.of(),
        false,
        null,
        List.of(authenticated));
  }

  private static AuthResultEvent event(
      String id, String recipientDomain, @Nullable PolicyFacts inputs) {
    return new AuthResultEvent(
        AuthResultEvent.VERSION,
        id,
        AT,
        "198.51.100.66",
        "out.example",
        "a@b.example",
        List.of(recipientDomain),
        new AuthFacts(
            "fail",
            "b.example",
            List.of(),
            "none",
            "fail",
            inputs == null ? null : inputs.author(),
            null,
            null,
            false,
            false,
            List.of(),
            null,
            inputs),
        AuthResultEvent.Done.REFUSED,
        "550 5.7.1 no");
  }

  private static List<AuthResultEvent> events() {
    return List.of(
        event("1", "example.com", facts("bank.example", "refuse")),
        event("2", "example.com", facts("bank.example", "refuse", "lists.example")),
        event("3", "example.com", facts("shop.example", "refuse", "a.lists.example")),
        event("4", "watch.example", facts("bank.example", "refuse")),
        event("5", "example.com", facts("bank.example", "accept")),
        event("6", "example.com", null));
  }

  private static Replay replay() throws BadPolicy {
    return new Replay(PolicyReader.read("new.yaml", NEW.getBytes(StandardCharsets.UTF_8)), 1);
  }

  @Test
  void everyChangeIsCountedByDomainWithExamples() throws BadPolicy {
    var replay = replay();
    events().forEach(e -> replay.add(Optional.of(e)));
    replay.add(Optional.empty());
    var text = new StringWriter();
    replay.report().print(new PrintWriter(text, true), "7d");
    assertThat(text.toString())
        .matches(
            """
            policy new\\+[0-9a-f]{12} on the mail of the last 7d
              decided at the time by old
              7 attempts read, 1 with the same decision
              1 without a decision of a policy, not replayed
              1 records that cannot be read, not replayed

              1 would change from accept to refuse
                From bank.example 1
                5  2026-11-20T10:00:00Z  bank.example from 198.51.100.66 to example.com

              1 would change from refuse to accept
                From bank.example 1
                4  2026-11-20T10:00:00Z  bank.example from 198.51.100.66 to watch.example

              2 would change from refuse to quarantine
                From bank.example 1, shop.example 1
                2  2026-11-20T10:00:00Z  bank.example from 198.51.100.66 to example.com
            """);
  }

  @ParameterizedTest
  @CsvSource({"90m,PT1H30M", "12h,PT12H", "7d,PT168H", "7,", "x,", "-1d,", "99999d,"})
  void times(String text, @Nullable Duration duration) {
    assertThat(ReplayCommand.age(text)).isEqualTo(Optional.ofNullable(duration));
  }

  /// The verb itself over a real log.
  @Test
  void theLogIsReadFromTheMomentAskedFor(@TempDir Path folder) throws Exception {
    var file = folder.resolve("new.yaml");
    Files.writeString(file, NEW);
    try (var kafka = EmbeddedKafka.create()) {
      var connection = KafkaConnection.to(kafka.bootstrap(), "test");
      try (var admin = connection.admin()) {
        var _ = new TopicProvisioner(admin, new TopicPlan(2, 1, 1, false)).provision();
      }
      try (var producer = new DurableProducer(connection)) {
        for (var event : events()) {
          assertThat(producer.send(EventPublisher.record(event)))
              .isInstanceOf(SendOutcome.Stored.class);
        }
      }
      assertThat(run("--policy", file.toString(), "--bootstrap", kafka.bootstrap()))
          .contains("6 attempts read", "2 would change from refuse to quarantine");
      assertThat(run("--policy", file.toString(), "--bootstrap", kafka.bootstrap(), "--json"))
          .contains("\"messages\":6", "\"from\":\"refuse\",\"to\":\"accept\",\"messages\":1");
      assertThat(
              run("--policy", file.toString(), "--bootstrap", kafka.bootstrap(), "--since", "0m"))
          .contains("0 attempts read", "nothing would have changed");
    }
  }

  private static String run(String... arguments) {
    var text = new StringWriter();
    var command = new CommandLine(new ReplayCommand()).setOut(new PrintWriter(text, true));
    assertThat(command.execute(arguments)).isZero();
    return text.toString();
  }
}
