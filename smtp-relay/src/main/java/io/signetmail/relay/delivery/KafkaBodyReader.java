package io.signetmail.relay.delivery;

import io.signetmail.bus.RecordPosition;
import io.signetmail.bus.kafka.Decoded;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.MailRecordCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/// Reads bodies with a few consumers that belong to no group. Any number of threads may ask; as
/// many as there are consumers are served at the same time, which bounds the copies in memory.
public final class KafkaBodyReader implements BodyReader, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConnection connection;
  private final Duration patience;
  private final RandomGenerator random;
  private final ArrayBlockingQueue<Seat> seats;

  /// @param patience how long to wait for a record that must be there
  public KafkaBodyReader(
      KafkaConnection connection, int readers, Duration patience, RandomGenerator random) {
    this.connection = connection;
    this.patience = patience;
    this.random = random;
    this.seats = new ArrayBlockingQueue<>(readers);
    for (var i = 0; i < readers; i++) {
      seats.add(new Seat());
    }
  }

  @Override
  public Found read(RecordPosition position) throws InterruptedException {
    var seat = seats.take();
    try {
      return read(position, seat);
    } finally {
      seats.add(seat);
    }
  }

  private Found read(RecordPosition position, Seat seat) throws InterruptedException {
    var partition = new TopicPartition(position.topic(), position.partition());
    try {
      var consumer = seat.consumer();
      consumer.assign(List.of(partition));
      consumer.seek(partition, position.offset());
      try {
        return await(consumer, position);
      } finally {
        consumer.unsubscribe(); // drops what was fetched beyond
      }
    } catch (OffsetOutOfRangeException e) {
      return new Found.Gone(position + " is out of range");
    } catch (InterruptException e) {
      throw new InterruptedException(e.getMessage());
    } catch (KafkaException | IllegalStateException e) {
      seat.renew();
      return new Found.Unavailable(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private Found await(KafkaConsumer<String, byte[]> consumer, RecordPosition position) {
    var end = System.nanoTime() + patience.toNanos();
    do {
      for (var record : consumer.poll(POLL)) {
        return record.offset() == position.offset()
            ? decoded(record)
            : new Found.Gone(position + ": the next record there is " + record.offset());
      }
    } while (System.nanoTime() < end);
    return new Found.Unavailable(position + " was not read within " + patience);
  }

  private Found decoded(ConsumerRecord<String, byte[]> record) {
    return switch (MailRecordCodec.decode(record, random)) {
      case Decoded.Mail(var mail) -> new Found.Mail(mail);
      case Decoded.Poison(var reason) -> new Found.Gone(reason);
    };
  }

  @Override
  public void close() {
    seats.forEach(Seat::renew);
  }

  /// One consumer, made when first needed and again after trouble. Belongs to whoever took it.
  private final class Seat {
    private @Nullable KafkaConsumer<String, byte[]> consumer;

    KafkaConsumer<String, byte[]> consumer() {
      var current = consumer;
      if (current == null) {
        var config = connection.consumer();
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        // Whoever wrote the row had read the record committed.
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        current = new KafkaConsumer<>(config);
        consumer = current;
      }
      return current;
    }

    void renew() {
      var current = consumer;
      consumer = null;
      if (current != null) {
        current.close(CloseOptions.timeout(Duration.ofSeconds(1)));
      }
    }
  }
}
