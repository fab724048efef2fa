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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Asks the verifiers about a message and waits for the answer.
///
/// One per ingress process. It picks one partition of `mail.verdicts`, reads it from its end, and
/// matches answers by request id; several ingresses may share a partition and ignore each other's.
/// A question may be lost (acks=1, a verifier that dies with it), so an unanswered one is asked
/// again, with the same id, after {@code askAgain}: an answer to either counts. Thread-safe; `ask`
/// blocks its (virtual) thread.
public final class VerdictClient implements AutoCloseable {
  private final KafkaConnection connection;
  private final Duration askAgain;
  private final int partition;
  private final ConcurrentMap<String, CompletableFuture<Verdict>> waiting =
      new ConcurrentHashMap<>();
  private final TailReader reader;
  private @Nullable KafkaProducer<String, byte[]> producer;

  private VerdictClient(KafkaConnection connection, Duration askAgain, int partition) {
    this.connection = connection;
    this.askAgain = askAgain;
    this.partition = partition;
    this.reader =
        new TailReader(
            connection,
            Topic.MAIL_VERDICTS,
            partition,
            record -> BusJson.read(record.value(), Verdict.class).ifPresent(this::answer),
            () -> {});
  }

  /// Starts listening; returns at once, with Kafka or without.
  ///
  /// @param askAgain how long to wait before the question is repeated
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
    while (true) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return new VerdictAnswer.NoAnswer(trouble);
      }
      try {
        send(mail, requestId);
      } catch (KafkaException e) {
        trouble = "question not sent: " + e.getMessage();
      }
      try {
        long patience = Math.min(askAgain.toNanos(), deadline - System.nanoTime());
        return new VerdictAnswer.Answered(answer.get(patience, TimeUnit.NANOSECONDS));
      } catch (TimeoutException _) {
        // Asked again, or given up at the deadline above.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return new VerdictAnswer.NoAnswer("interrupted while waiting");
      } catch (ExecutionException e) {
        throw new IllegalStateException("an answer is a value, never a failure", e);
      }
    }
  }

  private void send(MailRecord mail, String requestId) {
    ProducerRecord<String, byte[]> record = MailRecordCodec.encode(Topic.MAIL_VERIFY, mail);
    // Without its key the record goes to whichever partition is least busy, and a repeated question
    // to
    // another one than a stuck first.
    var question =
        new ProducerRecord<>(
            record.topic(), null, mail.id().value(), record.value(), record.headers());
    question
        .headers()
        .add(VerdictHeaders.REQUEST_ID, requestId.getBytes(StandardCharsets.US_ASCII))
        .add(
            VerdictHeaders.REPLY_PARTITION,
            Integer.toString(partition).getBytes(StandardCharsets.US_ASCII));
    // A failed write shows as a missing answer, which is asked again.
    var _ = client().send(question);
  }

  private void answer(Verdict verdict) {
    var asker = waiting.get(verdict.requestId());
    if (asker != null) {
      asker.complete(verdict);
    }
  }

  private synchronized KafkaProducer<String, byte[]> client() {
    if (producer == null) {
      var config = connection.requestProducer();
      config.put("partitioner.ignore.keys", true);
      producer = new KafkaProducer<>(config);
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
