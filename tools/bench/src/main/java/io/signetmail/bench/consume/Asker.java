package io.signetmail.bench.consume;

import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.request.VerdictAnswer;
import io.signetmail.bus.request.VerdictClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/// Asks at a steady rate, as an ingress would, and notes how long each answer took.
final class Asker implements AutoCloseable {
  private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();
  private static final int MESSAGE_BYTES = 10_000;

  private final VerdictClient client;
  private final Duration wait;
  private final MessageIds ids = new MessageIds(InstantSource.system(), RANDOM);

  Asker(KafkaConnection connection, Duration askAgain, Duration wait) {
    this.client = VerdictClient.start(connection, askAgain, RANDOM);
    this.wait = wait;
  }

  /// One question.
  ///
  /// @param millis time from question to answer; negative when none came in time
  record Asked(Instant at, int work, double millis) {
    boolean answered() {
      return millis >= 0;
    }
  }

  /// Asks `count` questions at `perSecond`.
  ///
  /// @param work milliseconds of waiting that the question with this number asks for
  List<Asked> run(int count, double perSecond, IntUnaryOperator work) throws InterruptedException {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var begun = new ArrayList<Future<Asked>>();
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        long due = start + (long) (i * 1e9 / perSecond);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        int millis = work.applyAsInt(i);
        begun.add(pool.submit(() -> ask(millis)));
      }
      var asked = new ArrayList<Asked>();
      for (var each : begun) {
        asked.add(each.get());
      }
      return asked;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As many as possible, `inFlight` at a time: questions answered a second.
  double rate(int count, int inFlight, int work) throws InterruptedException {
    var permits = new Semaphore(inFlight);
    long start = System.nanoTime();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        permits.acquire();
        pool.execute(() -> {
          try {
            var _ = ask(work);
          } finally {
            permits.release();
          }
        });
      }
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }

  private Asked ask(int work) {
    var mail = mail(work);
    var at = Instant.now();
    long start = System.nanoTime();
    var answer = client.ask(mail, wait);
    double millis = (System.nanoTime() - start) / 1e6;
    return switch (answer) {
      case VerdictAnswer.Answered _ -> new Asked(at, work, millis);
      case VerdictAnswer.NoAnswer _ -> new Asked(at, work, -1);
    };
  }

  private MailRecord mail(int work) {
    var head = "Subject: x\r\nX-Fill: " + "x".repeat(MESSAGE_BYTES) + "\r\n\r\n";
    byte[] message = (head + work + "\r\n").getBytes(StandardCharsets.US_ASCII);
    var client = new Envelope.Client("127.0.0.1", 25, "bench.example", null, null);
    var envelope =
        new Envelope(
            Envelope.VERSION,
            "mx",
            Instant.now(),
            client,
            "a@bench.example",
            List.of(Envelope.Recipient.of("b@example.org")),
            null,
            false,
            false,
            message.length,
            Disposition.ACCEPT,
            null,
            null);
    return MailRecord.of(ids.next(), envelope, message, TraceContext.start(RANDOM));
  }

  @Override
  public void close() {
    client.close();
  }
}
