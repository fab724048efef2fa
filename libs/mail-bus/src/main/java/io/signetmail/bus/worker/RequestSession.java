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
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stretch of answering questions. The loop's thread polls and hands over; virtual threads
/// answer.
final class RequestSession implements WorkerSession {
  private static final Logger LOG = LoggerFactory.getLogger(RequestSession.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final RequestMode mode;
  private final KafkaShareConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final Semaphore permits;
  private volatile boolean polled;

  RequestSession(RequestMode mode) {
    this.mode = mode;
    this.permits = new Semaphore(mode.concurrency());
    this.consumer = new KafkaShareConsumer<>(mode.connection().shareMember(mode.group()));
    this.producer = new KafkaProducer<>(mode.connection().requestProducer());
    consumer.subscribe(List.of(Topic.MAIL_VERIFY.topicName()));
  }

  @Override
  public void turn() throws InterruptedException {
    var records = consumer.poll(POLL);
    polled = true;
    for (var record : records) {
      take(record);
    }
    if (!records.isEmpty()) {
      // Taken in hand is acknowledged: a record in work must not hold the share partition's window.
      consumer.commitAsync();
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
        answer(mail, requestId.get(), replyTo.getAsInt());
      } finally {
        mode.budget().release(bytes);
        permits.release();
      }
    });
  }

  private void answer(MailRecord mail, String requestId, int partition) {
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
    var text = MailRecordCodec.text(record.headers(), VerdictHeaders.REPLY_PARTITION).orElse("");
    if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(Character::isDigit)) {
      return OptionalInt.empty();
    }
    int partition = Integer.parseInt(text);
    return partition < TopicPlan.VERDICT_PARTITIONS
        ? OptionalInt.of(partition)
        : OptionalInt.empty();
  }

  @Override
  public boolean isAssigned() {
    return polled;
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
    consumer.close(Duration.ofSeconds(2));
  }
}
