package io.signetmail.reports.usage;

import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeyUsage;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import io.signetmail.reports.store.KeyUses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the use of every key to `keys.usage`, and at the end, when all of it is there, how far it
/// reaches. A thread of its own; one of several collectors does it each time.
///
/// Always the whole, so that the topic is complete again after a loss, and nothing has to be
/// remembered about what was written before.
public final class UsagePublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsagePublisher.class);
  private static final int TOGETHER = 500;

  /// Signatures of a transaction that is still open, and clocks that differ.
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

  private final KeyUses uses;
  private final ReadingProgress progress;
  private final DurableProducer producer;
  private final Duration every;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// @param every how old the last publication is before there is a next one
  UsagePublisher(
      KeyUses uses,
      ReadingProgress progress,
      DurableProducer producer,
      Duration every,
      InstantSource clock) {
    this.uses = uses;
    this.progress = progress;
    this.producer = producer;
    this.every = every;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("key-usage").unstarted(this::run);
  }

  /// Begins, and returns at once; database and broker need not be there.
  ///
  /// @param topicByGroup which group stores which of the topics the use of keys is read from
  /// @throws IllegalArgumentException when `every` is not between a second and an hour
  public static UsagePublisher start(
      KeyUses uses,
      KafkaConnection connection,
      Map<String, Topic> topicByGroup,
      Duration every,
      InstantSource clock) {
    if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "signet.reports.key-usage-every is %s, it must be between 1s and 1h".formatted(every));
    }
    var publisher =
        new UsagePublisher(
            uses,
            new ReadingProgress(connection, topicByGroup, clock),
            new DurableProducer(connection),
            every,
            clock);
    publisher.thread.start();
    return publisher;
  }

  private void run() {
    try {
      while (!closing.await(pause().toMillis(), TimeUnit.MILLISECONDS)) {
        attempt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration pause() {
    var tenth = every.dividedBy(10);
    return tenth.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : tenth;
  }

  private void attempt() {
    try {
      var _ = publishWhenDue();
    } catch (JdbiException | KafkaException | NotPublished e) {
      LOG.warn(
          "the use of keys is not published, trying again: {}",
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    } catch (RuntimeException e) {
      // Old keys stay published meanwhile: that is the safe side, but somebody must hear of it.
      LOG.error("the use of keys is not published, after a fault of ours", e);
    }
  }

  boolean publishWhenDue() {
    return uses.whenDue(clock.instant(), every, this::publish);
  }

  private void publish(KeyUses.Snapshot snapshot) {
    var asOf = progress.storedUntil(snapshot::positions).minus(MARGIN);
    var waiting = new ArrayList<ProducerRecord<String, byte[]>>();
    long[] written = {0};
    snapshot.forEach(use -> {
      waiting.add(record(use.domain(), use.selector(), asOf, use.lastSigned(), use.lastReported()));
      if (waiting.size() >= TOGETHER) {
        written[0] += send(waiting);
      }
    });
    written[0] += send(waiting);
    // Last: a reader that sees it has seen all before it.
    var _ = send(new ArrayList<>(List.of(record(KeyUsage.FEED, KeyUsage.FEED, asOf, null, null))));
    LOG.info("keys.usage: {} keys, complete until {}", written[0], asOf);
  }

  private static ProducerRecord<String, byte[]> record(
      String domain,
      String selector,
      Instant asOf,
      @Nullable Instant signed,
      @Nullable Instant reported) {
    var usage = new KeyUsage(KeyUsage.VERSION, domain, selector, asOf, signed, reported);
    return new ProducerRecord<>(
        Topic.KEYS_USAGE.topicName(), KeyUsage.key(domain, selector), BusJson.write(usage));
  }

  private int send(List<ProducerRecord<String, byte[]>> records) {
    int count = records.size();
    for (var outcome : producer.sendAll(records)) {
      switch (outcome) {
        case SendOutcome.Stored _ -> {}
        case SendOutcome.NotStored(var reason) -> throw new NotPublished(reason);
        case SendOutcome.Unknown(var reason) -> throw new NotPublished(reason);
      }
    }
    records.clear();
    return count;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      var _ = thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }

  /// The broker did not take a record.
  private static final class NotPublished extends RuntimeException {
    NotPublished(String reason) {
      super(reason);
    }
  }
}
