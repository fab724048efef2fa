package io.signetmail.bench.consume;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.bus.AuthFacts;
import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.worker.RequestMode;
import io.signetmail.bus.worker.WorkerLoop;
import io.signetmail.bus.worker.WorkerMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// A stand-in for a verifier in a process of its own, so that it can be killed: waits as long as
/// the message says, then answers.
public final class Member {
  private Member() {}

  /// @param arguments mode, brokers, messages in work at once
  public static void main(String[] arguments) throws InterruptedException {
    var connection = KafkaConnection.to(arguments[1], "member");
    int concurrency = Integer.parseInt(arguments[2]);
    switch (Mode.valueOf(arguments[0])) {
      case SHARE -> OtherMember.ofShareGroup(connection, concurrency).run();
      case CLASSIC -> product(connection, concurrency);
      case CONSUMER -> OtherMember.ofConsumerGroup(connection, concurrency).run();
    }
  }

  private static void product(KafkaConnection connection, int concurrency)
      throws InterruptedException {
    try (var loop =
        WorkerLoop.start(
            new RequestMode(
                connection,
                Groups.VERIFIER,
                Member::verify,
                concurrency,
                new BytesBudget(Long.MAX_VALUE),
                Duration.ofSeconds(20),
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong(),
                new WorkerMetrics(new SimpleMeterRegistry(), "member")))) {
      while (loop.isAlive()) {
        Thread.sleep(Duration.ofSeconds(1));
      }
    }
  }

  static Verdict verify(MailRecord mail, String requestId) {
    var text = new String(mail.message(), StandardCharsets.US_ASCII);
    long millis = Long.parseLong(text.substring(text.indexOf("\r\n\r\n") + 4).strip());
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    return new Verdict(
        Verdict.VERSION,
        requestId,
        mail.id().value(),
        Verdict.Action.ACCEPT,
        null,
        MailEdit.NONE,
        AuthFacts.unknown());
  }
}
