package io.signetmail.keys.evidence;

import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeyUsage;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import io.signetmail.keys.signingkeys.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads all of `keys.usage` (one compacted partition) into memory and goes on reading, in a thread
/// of its own. Every instance of the service reads everything.
///
/// Says nothing until it has read what was there when it began: half of the evidence is none. At
/// most {@value #MOST} keys; with more, what is not mentioned here is not known to be unused.
public final class KafkaUsageFeed implements UsageFeed, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(KafkaUsageFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_MILLIS = 2_000;
  private static final int MOST = 1_000_000;

  private final KafkaConnection connection;
  private final Map<String, KeyUsage> newest = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean caughtUp;
  private volatile boolean overflowed;

  public KafkaUsageFeed(KafkaConnection connection) {
    this.connection = connection;
    this.thread = Thread.ofPlatform().daemon().name("keys-usage").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public Optional<KeyUsage> of(SigningKey.Id key) {
    return caughtUp
        ? Optional.ofNullable(newest.get(KeyUsage.key(key.domain().name(), key.selector().value())))
        : Optional.empty();
  }

  /// Empty too when there was more than fits: then what is not here may have been dropped.
  @Override
  public Optional<Instant> completeAt() {
    return caughtUp && !overflowed
        ? Optional.ofNullable(newest.get(KeyUsage.FEED_KEY)).map(KeyUsage::observedAt)
        : Optional.empty();
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (var consumer = new KafkaConsumer<String, byte[]>(connection.consumer())) {
        read(consumer);
      } catch (KafkaException e) {
        // What is known stays known; its age says how much it is worth.
        LOG.debugf("keys.usage cannot be read, trying again: %s", e.getMessage());
        pause();
      }
    }
  }

  private void read(KafkaConsumer<String, byte[]> consumer) {
    var partition = new TopicPartition(Topic.KEYS_USAGE.topicName(), 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    while (closing.getCount() > 0) {
      for (var record : consumer.poll(POLL)) {
        if (record.key() != null && record.value() != null) {
          BusJson.read(record.value(), KeyUsage.class)
              .ifPresentOrElse(
                  usage -> keep(record.key(), usage),
                  () -> LOG.warnf("keys.usage, offset %d: not a usage", record.offset()));
        }
      }
      caughtUp = caughtUp || consumer.position(partition) >= end;
    }
  }

  private void keep(String key, KeyUsage usage) {
    if (newest.size() >= MOST && !newest.containsKey(key)) {
      overflowed = true;
      return;
    }
    newest.merge(key, usage, key.equals(KeyUsage.FEED_KEY) ? (_, next) -> next : Later::of);
  }

  /// A collector that was cut off may write what it knew a while ago; what was seen stays seen.
  private static final class Later {
    static KeyUsage of(KeyUsage a, KeyUsage b) {
      return new KeyUsage(
          b.v(),
          b.domain(),
          b.selector(),
          a.observedAt().isAfter(b.observedAt()) ? a.observedAt() : b.observedAt(),
          later(a.lastSigned(), b.lastSigned()),
          later(a.lastReported(), b.lastReported()));
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
      if (a == null || b == null) {
        return a == null ? b : a;
      }
      return a.isAfter(b) ? a : b;
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
    try {
      var _ = thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
