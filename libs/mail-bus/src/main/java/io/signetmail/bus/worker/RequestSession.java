package io.signetmail.bus.worker;

import io.signetmail.bus.BusJson;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.kafka.Decoded;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.request.VerdictHeaders;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicPlan;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stretch of answering questions. The loop's thread polls and hands over; virtual threads
/// answer.
final class RequestSession implements WorkerSession {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSession.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final RequestMode mode;
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final Semaphore permits;
  private volatile boolean joined;

  RequestSession(RequestMode mode) {
    this.mode = mode;
    this.permits = new Semaphore(mode.concurrency());
    this.consumer = new KafkaConsumer<>(mode.connection().requestMember(mode.group()));
    this.producer = new KafkaProducer<>(mode.connection().requestProducer());
    consumer.subscribe(List.of(Topic.MAIL_VERIFY.topicName()), new Joined());
  }

  @Override
  public void turn() throws InterruptedException {
    // Taken in hand is done with: the consumer commits what the poll before returned, once a second
    // and when a partition leaves, so a slow question holds back nothing.
    for (var record : consumer.poll(POLL)) {
      take(record);
    }
  }

  private void take(ConsumerRecord<String, byte[]> record) throws InterruptedException {
    long age = mode.clock().millis() - record.timestamp();
    if (age > mode.hopelessAfter().toMillis()) {
      mode.metrics().counted("hopeless");
      return;
    }
    switch (MailRecordCodec.decode(record, mode.random())) {
      case Decoded.Mail(var mail) -> begin(record, mail);
      case Decoded.Poison(var reason) -> {
        mode.metrics().counted("poison");
        LOG.error(
            "a question at {}-{}@{} cannot be read and is skipped: {}",
            record.topic(),
            record.partition(),
            record.offset(),
            reason);
      }
    }
  }

  private void begin(ConsumerRecord<String, byte[]> record, MailRecord mail)
      throws InterruptedException {
    var replyTo = replyPartition(record);
    var requestId = MailRecordCodec.text(record.headers(), VerdictHeaders.REQUEST_ID);
    if (replyTo.isEmpty() || requestId.isEmpty()) {
      mode.metrics().counted("poison");
      LOG.error("{}: a question without request id or reply partition is skipped", mail.id());
      return;
    }
    long bytes = mail.message().length;
    permits.acquire();
    mode.budget().acquire(bytes);
    mode.metrics().begun();
    Thread.startVirtualThread(() -> {
      try (var _ = MessageScope.of(mail)) {
        answer(mail, requestId.get(), replyTo.getAsInt(), record.partition());
      } finally {
        mode.budget().release(bytes);
        permits.release();
      }
    });
  }

  private void answer(MailRecord mail, String requestId, int partition, int askedOn) {
    long start = System.nanoTime();
    var outcome = "answered";
    Verdict verdict;
    try {
      verdict = mode.handler().verify(mail, requestId);
    } catch (RuntimeException e) {
      LOG.error("verification failed, the client is asked to try again", e);
      verdict = VerdictHandler.temporaryFailure(mail, requestId);
      outcome = "failed";
    }
    var reply =
        new ProducerRecord<>(
            Topic.MAIL_VERDICTS.topicName(), partition, mail.id().value(), BusJson.write(verdict));
    VerdictHeaders.askedOn(reply.headers(), askedOn);
    var _ =
        producer.send(
            reply,
            (_, failure) -> {
              if (failure != null) {
                LOG.warn("{}: verdict not sent: {}", mail.id(), failure.getMessage());
              }
            });
    mode.metrics().ended(outcome, Duration.ofNanos(System.nanoTime() - start));
  }

  private static OptionalInt replyPartition(ConsumerRecord<String, byte[]> record) {
    var partition = VerdictHeaders.number(record.headers(), VerdictHeaders.REPLY_PARTITION);
    return partition.orElse(Integer.MAX_VALUE) < TopicPlan.VERDICT_PARTITIONS
        ? partition
        : OptionalInt.empty();
  }

  @Override
  public boolean isAssigned() {
    return joined;
  }

  @Override
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    try {
      if (!permits.tryAcquire(mode.concurrency(), DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} questions left unanswered", mode.concurrency() - permits.availablePermits());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(2));
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
  }

  /// A member with nothing assigned is a spare: it has its share of the work, which is none.
  private final class Joined implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      joined = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
  }
}
