package io.signetmail.bus.kafka;

import io.signetmail.bus.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one partition from its end on, without a group, in a thread of its own, for the life of
/// the process; starts over after any trouble with the broker. Every instance sees every record
/// written while it listens; what was written while it did not is missed, and {@code reconnected}
/// says so.
public final class TailReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TailReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_MILLIS = 500;

  private final KafkaConnection connection;
  private final TopicPartition partition;
  private final Consumer<ConsumerRecord<String, byte[]>> records;
  private final Runnable reconnected;
  private final Thread thread;
  private final CountDownLatch listening = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

  /// @param records called for each record, on the reader's thread
  /// @param reconnected called when listening begins, and begins again after a gap
  public TailReader(
      KafkaConnection connection,
      Topic topic,
      int partition,
      Consumer<ConsumerRecord<String, byte[]>> records,
      Runnable reconnected) {
    this.connection = connection;
    this.partition = new TopicPartition(topic.topicName(), partition);
    this.records = records;
    this.reconnected = reconnected;
    this.thread = Thread.ofPlatform().daemon().name("tail-" + this.partition).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public boolean isListening() {
    return listening.getCount() == 0;
  }

  /// False when it was not listening in time.
  public boolean awaitListening(Duration wait) {
    try {
      return listening.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (var opened = open()) {
        consumer = opened;
        read(opened);
      } catch (WakeupException _) {
        // close() asks us to leave.
      } catch (InterruptException _) {
        return;
      } catch (KafkaException e) {
        LOG.warn("{} cannot be read, trying again: {}", partition, e.getMessage());
        pause();
      } catch (RuntimeException e) {
        // A reader that has died in silence looks like one that hears nothing.
        LOG.error("{}: reading starts over after a fault of ours", partition, e);
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  private KafkaConsumer<String, byte[]> open() {
    var config = connection.consumer();
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    return new KafkaConsumer<>(config);
  }

  private void read(KafkaConsumer<String, byte[]> opened) {
    opened.assign(List.of(partition));
    opened.seekToEnd(List.of(partition));
    long position = opened.position(partition);
    LOG.info("reading {} from {}", partition, position);
    reconnected.run();
    listening.countDown();
    while (closing.getCount() > 0) {
      for (var record : opened.poll(POLL)) {
        accept(record);
      }
    }
  }

  /// What one record holds must not end the reading of all others.
  private void accept(ConsumerRecord<String, byte[]> record) {
    try {
      records.accept(record);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("{}@{} could not be used and is passed over", partition, record.offset(), e);
    }
  }

  private void pause() {
    try {
      var _ = closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    var open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
