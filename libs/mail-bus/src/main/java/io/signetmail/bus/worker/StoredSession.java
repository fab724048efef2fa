package io.signetmail.bus.worker;

import io.signetmail.bus.MailRecord;
import io.signetmail.bus.kafka.Decoded;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.store.Offsets;
import io.signetmail.bus.topic.Topic;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stretch of reading into a database. Positions come from the database, never from Kafka; they
/// are committed to Kafka as well, only so that lag can be seen from outside.
final class StoredSession implements WorkerSession, ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSession.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final StoredMode mode;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<TopicPartition, Long> abandoned = new HashMap<>();
  private volatile boolean assigned;

  StoredSession(StoredMode mode) {
    this.mode = mode;
    var config = mode.connection().groupMember(mode.group());
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mode.batch());
    this.consumer = new KafkaConsumer<>(config);
    consumer.subscribe(mode.sources().stream().map(Topic::topicName).toList(), this);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    try {
      var positions = mode.handler().positions(partitions);
      var ends = LogEnds.of(mode.connection(), partitions);
      for (var partition : partitions) {
        var position = positions.get(partition);
        abandoned.remove(partition);
        if (position == null) {
          consumer.seekToBeginning(List.of(partition));
        } else if (position > ends.getOrDefault(partition, Long.MAX_VALUE)) {
          startOver(partition, position, ends);
        } else {
          consumer.seek(partition, position);
        }
      }
      assigned = true;
    } catch (SQLException e) {
      throw new DatabaseUnavailable("positions cannot be read", e);
    }
  }

  /// The log is shorter than what was read of it: it was lost, restored or made anew. Waiting until
  /// it has grown past the old position would skip all that was acknowledged meanwhile.
  private void startOver(TopicPartition partition, long position, Map<TopicPartition, Long> ends) {
    LOG.error(
        "{} ends at {} but was read up to {}: the log was replaced. It is read from its start; what"
            + " was stored before is known by its id",
        partition,
        ends.get(partition),
        position);
    mode.metrics().counted("log-replaced");
    abandoned.put(partition, position);
    consumer.seekToBeginning(List.of(partition));
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    // Every batch is stored before the next poll: there is nothing to hand over.
  }

  @Override
  public void turn() {
    var polled = consumer.poll(POLL);
    if (polled.isEmpty()) {
      return;
    }
    var advance = advance(polled);
    try {
      mode.handler().store(batch(polled), advance);
    } catch (SQLException e) {
      throw new DatabaseUnavailable(polled.count() + " records cannot be stored", e);
    }
    advance.moves().forEach(move -> abandoned.remove(move.partition()));
    consumer.commitAsync(
        committed(advance),
        (_, failure) -> {
          if (failure != null) {
            LOG.debug("offsets not shown to Kafka: {}", failure.getMessage());
          }
        });
  }

  private Offsets.Advance advance(ConsumerRecords<String, byte[]> polled) {
    var moves = new ArrayList<Offsets.Move>();
    for (var partition : polled.partitions()) {
      var records = polled.records(partition);
      moves.add(
          new Offsets.Move(partition, records.getFirst().offset(), records.getLast().offset() + 1));
    }
    return new Offsets.Advance(mode.group(), moves, abandoned);
  }

  private StoredBatch batch(ConsumerRecords<String, byte[]> polled) {
    var mails = new ArrayList<MailRecord>();
    var others = new ArrayList<StoredBatch.Other>();
    for (var record : polled) {
      if (isMail(record)) {
        switch (MailRecordCodec.decode(record, mode.random())) {
          case Decoded.Mail(var mail) -> {
            mails.add(mail);
            mode.metrics().counted("stored");
          }
          case Decoded.Poison(var reason) -> {
            others.add(new StoredBatch.Other(record, reason));
            mode.metrics().counted("poison");
          }
        }
      } else {
        others.add(new StoredBatch.Other(record, ""));
        mode.metrics().counted("stored");
      }
    }
    return new StoredBatch(mails, others);
  }

  private static boolean isMail(ConsumerRecord<String, byte[]> record) {
    return Topic.named(record.topic()).filter(t -> t.kind() == Topic.Kind.MAIL).isPresent();
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(Offsets.Advance advance) {
    var committed = new HashMap<TopicPartition, OffsetAndMetadata>();
    advance.moves().forEach(m -> committed.put(m.partition(), new OffsetAndMetadata(m.next())));
    return committed;
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
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
  }

  /// The database did not take or give what it was asked; the session starts over.
  static final class DatabaseUnavailable extends RuntimeException {
    DatabaseUnavailable(String what, SQLException cause) {
      super(what + ": " + cause.getMessage(), cause);
    }
  }
}
