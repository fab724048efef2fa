package io.signetmail.bus.kafka;

import io.signetmail.bus.MailRecord;
import io.signetmail.bus.RecordPosition;
import io.signetmail.bus.topic.Topic;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// Writes records and says whether they are safe. Thread-safe; blocks the calling (virtual) thread
/// up to 60 s. The Kafka client is made at first use, so a process starts while Kafka, or its name
/// in DNS, is not there yet.
public final class DurableProducer implements AutoCloseable {
  private final KafkaConnection connection;
  private @Nullable KafkaProducer<String, byte[]> producer;

  public DurableProducer(KafkaConnection connection) {
    this.connection = connection;
  }

  /// Writes one message and waits until it is safe or known not to be.
  public SendOutcome send(Topic topic, MailRecord mail) {
    return send(MailRecordCodec.encode(topic, mail));
  }

  public SendOutcome send(ProducerRecord<String, byte[]> record) {
    return begin(record).get();
  }

  /// Starts a write; the answer waits until its outcome is known.
  public Supplier<SendOutcome> begin(ProducerRecord<String, byte[]> record) {
    return switch (hand(record)) {
      case Begun(var future) -> () -> await(future);
      case NotBegun(var reason) -> () -> new SendOutcome.NotStored(reason);
    };
  }

  /// Writes a record without making the caller wait, not even for a broker that is away.
  ///
  /// @param failed told why when it was not written, or perhaps not
  public void sendLater(ProducerRecord<String, byte[]> record, Consumer<String> failed) {
    Thread.startVirtualThread(() -> {
      switch (send(record)) {
        case SendOutcome.Stored _ -> {}
        case SendOutcome.NotStored(var reason) -> failed.accept(reason);
        case SendOutcome.Unknown(var reason) -> failed.accept(reason);
      }
    });
  }

  /// Writes several records together and waits for all; the outcomes are in the same order.
  public List<SendOutcome> sendAll(List<ProducerRecord<String, byte[]>> records) {
    var begun = records.stream().map(this::begin).toList();
    return begun.stream().map(Supplier::get).toList();
  }

  private sealed interface Start {}

  private record Begun(Future<RecordMetadata> future) implements Start {}

  private record NotBegun(String reason) implements Start {}

  private Start hand(ProducerRecord<String, byte[]> record) {
    try {
      var future = client().send(record);
      // The client reports some refusals (no metadata, record too large) through a failed future.
      if (future.state() == Future.State.FAILED && neverSent(future.exceptionNow())) {
        return new NotBegun(reason(future.exceptionNow()));
      }
      return new Begun(future);
    } catch (KafkaException | IllegalStateException e) {
      return new NotBegun(reason(e));
    }
  }

  private static boolean neverSent(Throwable failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof org.apache.kafka.common.errors.TimeoutException;
  }

  private static SendOutcome await(Future<RecordMetadata> future) {
    try {
      var metadata = future.get();
      return new SendOutcome.Stored(
          new RecordPosition(metadata.topic(), metadata.partition(), metadata.offset()));
    } catch (ExecutionException e) {
      return new SendOutcome.Unknown(reason(e.getCause() == null ? e : e.getCause()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new SendOutcome.Unknown("interrupted while waiting for the broker");
    }
  }

  private static String reason(Throwable e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private synchronized KafkaProducer<String, byte[]> client() {
    if (producer == null) {
      producer = new KafkaProducer<>(connection.durableProducer());
    }
    return producer;
  }

  /// Waits for what was sent, then lets go.
  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }
}
