package io.signetmail.bus.worker;

import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.kafka.Decoded;
import io.signetmail.bus.kafka.EventPublisher;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stretch of exactly-once work. Handlers run in parallel before the transaction begins, so a
/// transaction is open only for the time of its writes.
final class TransactionSession implements WorkerSession {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionSession.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int COMMIT_TRIES = 3;

  /// After so many aborts in a row something is wrong that trying at once does not mend.
  private static final int MOST_ABORTS = 3;

  private final TransactionMode mode;
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final DelayedPartitions delayed;
  private volatile boolean assigned;
  private int aborts;

  TransactionSession(TransactionMode mode) {
    this.mode = mode;
    this.producer =
        new KafkaProducer<>(mode.connection().transactionalProducer(mode.transactionalId()));
    try {
      producer.initTransactions();
      var config = mode.connection().groupMember(mode.group());
      config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mode.batch());
      this.consumer = new KafkaConsumer<>(config);
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
    consumer.subscribe(List.of(mode.source().topicName()));
    this.delayed = new DelayedPartitions(consumer, mode.clock());
  }

  @Override
  public void turn() throws InterruptedException {
    delayed.resumeDue();
    var polled = consumer.poll(POLL);
    assigned = !consumer.assignment().isEmpty();
    var batch = delayed.due(polled);
    if (!batch.isEmpty()) {
      write(batch, handle(batch));
    }
  }

  private List<List<ProducerRecord<String, byte[]>>> handle(
      List<ConsumerRecord<String, byte[]>> batch) throws InterruptedException {
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    try {
      long end = System.nanoTime() + mode.patience().toNanos();
      var begun = new ArrayList<Future<List<ProducerRecord<String, byte[]>>>>(batch.size());
      for (var record : batch) {
        begun.add(executor.submit(() -> handle(record)));
      }
      var results = new ArrayList<List<ProducerRecord<String, byte[]>>>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        var record = batch.get(i);
        results.add(await(begun.get(i), end).orElseGet(() -> unfinished(record)));
      }
      return results;
    } finally {
      // Whoever is not done is told to stop and not waited for: the batch has to go on.
      executor.shutdownNow();
    }
  }

  private static Optional<List<ProducerRecord<String, byte[]>>> await(
      Future<List<ProducerRecord<String, byte[]>>> begun, long end) throws InterruptedException {
    try {
      return Optional.of(begun.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (java.util.concurrent.TimeoutException _) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a handler's failure is a dead letter, not this", e);
    }
  }

  private List<ProducerRecord<String, byte[]>> unfinished(ConsumerRecord<String, byte[]> record) {
    return switch (MailRecordCodec.decode(record, mode.random())) {
      case Decoded.Poison(var reason) -> poison(record, reason);
      case Decoded.Mail(var mail) -> {
        try (var _ = MessageScope.of(mail)) {
          mode.metrics().counted("unfinished");
          yield waitsOrDies(record, mail, "not done within " + mode.patience());
        }
      }
    };
  }

  private List<ProducerRecord<String, byte[]>> handle(ConsumerRecord<String, byte[]> record) {
    return switch (MailRecordCodec.decode(record, mode.random())) {
      case Decoded.Poison(var reason) -> poison(record, reason);
      case Decoded.Mail(var mail) -> {
        try (var _ = MessageScope.of(mail)) {
          yield handle(record, mail);
        }
      }
    };
  }

  private List<ProducerRecord<String, byte[]>> poison(
      ConsumerRecord<String, byte[]> record, String reason) {
    LOG.error(
        "{}-{}@{} to dlq.mail: {}", record.topic(), record.partition(), record.offset(), reason);
    mode.metrics().counted("poison");
    return List.of(DeadLetters.record(record, mode.service(), reason, mode.clock().instant()));
  }

  private List<ProducerRecord<String, byte[]>> handle(
      ConsumerRecord<String, byte[]> record, MailRecord mail) {
    long start = System.nanoTime();
    mode.metrics().begun();
    Outcome outcome;
    try {
      outcome = mode.handler().handle(mail);
    } catch (RuntimeException e) {
      LOG.error("handling failed, the message waits and is tried again", e);
      outcome = new Outcome.Retry(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    var took = Duration.ofNanos(System.nanoTime() - start);
    return switch (outcome) {
      case Outcome.Emit(var topic, var out, var events) -> {
        mode.metrics().ended("passed", took);
        yield passed(topic, out, events);
      }
      case Outcome.Retry(var reason) -> {
        mode.metrics().ended(expired(mail) ? "dead" : "retry", took);
        yield waitsOrDies(record, mail, reason);
      }
      case Outcome.Dead(var reason) -> {
        mode.metrics().ended("dead", took);
        yield dead(record, mail, reason);
      }
    };
  }

  private List<ProducerRecord<String, byte[]>> waitsOrDies(
      ConsumerRecord<String, byte[]> record, MailRecord mail, String reason) {
    if (expired(mail)) {
      return dead(record, mail, "given up after " + mode.giveUpAfter() + ": " + reason);
    }
    int failures = RetryHeaders.failures(record) + 1;
    int partitions = producer.partitionsFor(mode.retry().topicName()).size();
    var delay = mode.tiers().delay(failures, partitions);
    int tier = mode.tiers().partition(failures, partitions, mail.id().hashCode());
    LOG.warn("waits {} in {}: {}", delay, mode.retry().topicName(), reason);
    var waiting = MailRecordCodec.encode(mode.retry(), tier, mail);
    RetryHeaders.put(waiting, failures, mode.clock().instant().plus(delay));
    return List.of(waiting);
  }

  private boolean expired(MailRecord mail) {
    return mail.envelope().receivedAt().plus(mode.giveUpAfter()).isBefore(mode.clock().instant());
  }

  private static List<ProducerRecord<String, byte[]>> passed(
      Topic topic, MailRecord mail, List<MailEvent> events) {
    var records = new ArrayList<ProducerRecord<String, byte[]>>();
    records.add(MailRecordCodec.encode(topic, mail));
    events.forEach(event -> records.add(EventPublisher.record(event)));
    return records;
  }

  private List<ProducerRecord<String, byte[]>> dead(
      ConsumerRecord<String, byte[]> record, MailRecord mail, String reason) {
    LOG.error("to dlq.mail: {}", reason);
    var now = mode.clock().instant();
    var event =
        new MailEvent.Dead(MailEvent.VERSION, mail.id().value(), now, mode.service(), reason);
    return List.of(
        DeadLetters.record(record, mode.service(), reason, now), EventPublisher.record(event));
  }

  private void write(
      List<ConsumerRecord<String, byte[]>> batch,
      List<List<ProducerRecord<String, byte[]>>> results) {
    try {
      producer.beginTransaction();
      for (var records : results) {
        for (var record : records) {
          // A failed write fails the commit below.
          var _ = producer.send(record);
        }
      }
      producer.sendOffsetsToTransaction(next(batch), consumer.groupMetadata());
      commit();
      aborts = 0;
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw e;
    } catch (TimeoutException e) {
      // Nobody knows how it ended: only a new session, which asks the coordinator, may go on.
      throw e;
    } catch (KafkaException e) {
      LOG.warn("transaction of {} records aborted, tried again: {}", batch.size(), e.getMessage());
      mode.metrics().counted("aborted");
      producer.abortTransaction();
      aborts++;
      if (aborts == MOST_ABORTS) {
        // The loop waits, ever longer, and begins with a new session, which reads the batch again.
        throw e;
      }
      rewind(batch);
    }
  }

  private void commit() {
    for (int tries = 1; ; tries++) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        if (tries == COMMIT_TRIES) {
          throw e;
        }
      }
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> next(
      List<ConsumerRecord<String, byte[]>> batch) {
    var next = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (var record : batch) {
      next.merge(
          partition(record),
          new OffsetAndMetadata(record.offset() + 1),
          (a, b) -> a.offset() > b.offset() ? a : b);
    }
    return next;
  }

  private void rewind(List<ConsumerRecord<String, byte[]>> batch) {
    var first = new HashMap<TopicPartition, Long>();
    batch.forEach(record -> first.merge(partition(record), record.offset(), Math::min));
    first.forEach((partition, offset) -> {
      if (consumer.assignment().contains(partition)) {
        consumer.seek(partition, offset);
      }
    });
  }

  private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  @Override
  public boolean isAssigned() {
    return assigned;
  }

  @Override
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
  }
}
