package io.signetmail.bus.request;

import io.signetmail.bus.BusJson;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.kafka.TailReader;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Asks the verifiers about a message and waits for the answer.
///
/// One per ingress process. It picks one partition of `mail.verdicts`, reads it from its end, and
/// matches answers by request id; several ingresses may share a partition and ignore each other's.
/// A question may be lost (acks=1, a verifier that dies with it), so an unanswered one is asked
/// again, with the same id: after a second when its partition has gone silent, else after {@code
/// askAgain}, so that verifiers that are merely busy are not given more to do. An answer to either
/// counts. Thread-safe; `ask` blocks its (virtual) thread.
public final class VerdictClient implements AutoCloseable {
  private static final long MARGIN_NANOS = Duration.ofMillis(50).toNanos();

  private final KafkaConnection connection;
  private final Duration askAgain;
  private final int partition;
  private final VerifyPartitions partitions = new VerifyPartitions();
  private final ConcurrentMap<String, CompletableFuture<Verdict>> waiting =
      new ConcurrentHashMap<>();
  private final TailReader reader;
  private @Nullable KafkaProducer<String, byte[]> producer;

  private VerdictClient(KafkaConnection connection, Duration askAgain, int partition) {
    this.connection = connection;
    this.askAgain = askAgain;
    this.partition = partition;
    this.reader =
        new TailReader(connection, Topic.MAIL_VERDICTS, partition, this::answer, () -> {});
  }

  /// Starts listening; returns at once, with Kafka or without.
  ///
  /// @param askAgain how long to wait before the question is repeated, though its partition answers
  ///   others
  public static VerdictClient start(
      KafkaConnection connection, Duration askAgain, RandomGenerator random) {
    var client =
        new VerdictClient(connection, askAgain, random.nextInt(TopicPlan.VERDICT_PARTITIONS));
    client.reader.start();
    return client;
  }

  /// The partition is assigned and its position known: an answer to a question asked now is not
  /// missed.
  public boolean isListening() {
    return reader.isListening();
  }

  public int inFlight() {
    return waiting.size();
  }

  /// Asks and waits, by the monotonic clock of this process.
  public VerdictAnswer ask(MailRecord mail, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    if (!reader.awaitListening(wait)) {
      return new VerdictAnswer.NoAnswer("not connected to Kafka");
    }
    var requestId = mail.id().value();
    var answer = new CompletableFuture<Verdict>();
    if (waiting.putIfAbsent(requestId, answer) != null) {
      throw new IllegalStateException("asked twice about " + requestId);
    }
    try {
      return converse(mail, requestId, answer, deadline);
    } finally {
      waiting.remove(requestId);
    }
  }

  private VerdictAnswer converse(
      MailRecord mail, String requestId, CompletableFuture<Verdict> answer, long deadline) {
    String trouble = "no verifier answered";
    for (boolean first = true; ; first = false) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return new VerdictAnswer.NoAnswer(trouble);
      }
      var asked = OptionalInt.empty();
      try {
        asked = OptionalInt.of(send(mail, requestId));
      } catch (KafkaException e) {
        trouble = "question not sent: " + e.getMessage();
      }
      try {
        // Once only: a message that is slow by itself must not be asked about every second.
        var verdict = await(answer, first ? asked : OptionalInt.empty(), deadline);
        if (verdict.isPresent()) {
          return new VerdictAnswer.Answered(verdict.get());
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return new VerdictAnswer.NoAnswer("interrupted while waiting");
      } catch (ExecutionException e) {
        throw new IllegalStateException("an answer is a value, never a failure", e);
      }
    }
  }

  /// Waits until it is time to ask again, or to give up.
  ///
  /// @param unlessSilent partition whose silence ends the waiting early
  private Optional<Verdict> await(
      CompletableFuture<Verdict> answer, OptionalInt unlessSilent, long deadline)
      throws InterruptedException, ExecutionException {
    long again = System.nanoTime() + askAgain.toNanos();
    // The first look comes when the partition can have become silent, not before.
    long step = VerifyPartitions.SILENT.toNanos() + MARGIN_NANOS;
    while (true) {
      long left = Math.min(again, deadline) - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      try {
        return Optional.of(answer.get(Math.min(step, left), TimeUnit.NANOSECONDS));
      } catch (TimeoutException _) {
        if (unlessSilent.isPresent()
            && partitions.isSilent(unlessSilent.getAsInt(), System.nanoTime())) {
          return Optional.empty();
        }
      }
    }
  }

  /// @return the partition of the question
  private int send(MailRecord mail, String requestId) {
    var producer = client();
    int count = producer.partitionsFor(Topic.MAIL_VERIFY.topicName()).size();
    var choice = partitions.next(count, System.nanoTime());
    put(producer, mail, requestId, choice.partition());
    choice.probe().ifPresent(silent -> put(producer, mail, requestId, silent));
    return choice.partition();
  }

  private void put(
      KafkaProducer<String, byte[]> producer, MailRecord mail, String requestId, int on) {
    ProducerRecord<String, byte[]> record = MailRecordCodec.encode(Topic.MAIL_VERIFY, mail);
    var question =
        new ProducerRecord<>(
            record.topic(), on, mail.id().value(), record.value(), record.headers());
    question
        .headers()
        .add(VerdictHeaders.REQUEST_ID, requestId.getBytes(StandardCharsets.US_ASCII))
        .add(
            VerdictHeaders.REPLY_PARTITION,
            Integer.toString(partition).getBytes(StandardCharsets.US_ASCII));
    // A failed write shows as a missing answer, which is asked again.
    var _ = producer.send(question);
  }

  private void answer(ConsumerRecord<String, byte[]> record) {
    VerdictHeaders.number(record.headers(), VerdictHeaders.ASKED_ON)
        .ifPresent(partitions::answered);
    BusJson.read(record.value(), Verdict.class)
        .ifPresent(verdict -> {
          var asker = waiting.get(verdict.requestId());
          if (asker != null) {
            asker.complete(verdict);
          }
        });
  }

  private synchronized KafkaProducer<String, byte[]> client() {
    if (producer == null) {
      producer = new KafkaProducer<>(connection.requestProducer());
    }
    return producer;
  }

  @Override
  public void close() {
    reader.close();
    synchronized (this) {
      if (producer != null) {
        producer.close(Duration.ofSeconds(2));
        producer = null;
      }
    }
  }
}
