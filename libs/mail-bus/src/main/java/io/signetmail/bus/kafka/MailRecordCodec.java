package io.signetmail.bus.kafka;

import io.signetmail.bus.BusJson;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Between mail records and Kafka records: key = message id, value = the message, headers
/// `envelope` and `traceparent`.
public final class MailRecordCodec {
  public static final String ENVELOPE = "envelope";
  public static final String TRACEPARENT = "traceparent";

  private MailRecordCodec() {}

  public static ProducerRecord<String, byte[]> encode(Topic topic, MailRecord mail) {
    return encode(topic, null, mail);
  }

  /// @param partition null to let the producer choose
  /// @throws EnvelopeTooLarge when the envelope does not fit its bound; the edge checks first
  public static ProducerRecord<String, byte[]> encode(
      Topic topic, @Nullable Integer partition, MailRecord mail) {
    var record =
        new ProducerRecord<String, byte[]>(
            topic.topicName(), partition, mail.id().value(), mail.message());
    byte[] envelope = BusJson.write(mail.envelope());
    if (envelope.length > Envelope.MAX_BYTES) {
      throw new EnvelopeTooLarge(envelope.length);
    }
    record.headers().add(ENVELOPE, envelope);
    record
        .headers()
        .add(TRACEPARENT, mail.trace().traceparent().getBytes(StandardCharsets.US_ASCII));
    return record;
  }

  public static Decoded decode(ConsumerRecord<String, byte[]> record, RandomGenerator random) {
    if (record.key() == null || record.value() == null) {
      return new Decoded.Poison("record without key or value");
    }
    var id = MessageId.parse(record.key());
    if (id.isEmpty()) {
      return new Decoded.Poison("key is not a message id");
    }
    var header = text(record.headers(), ENVELOPE);
    if (header.isEmpty()) {
      return new Decoded.Poison("no envelope header");
    }
    var envelope = BusJson.read(header.get().getBytes(StandardCharsets.UTF_8), Envelope.class);
    if (envelope.isEmpty() || envelope.get().v() > Envelope.VERSION) {
      return new Decoded.Poison("envelope is not readable by this version");
    }
    var trace = TraceContext.continueFrom(text(record.headers(), TRACEPARENT).orElse(""), random);
    var position = new RecordPosition(record.topic(), record.partition(), record.offset());
    return new Decoded.Mail(
        MailRecord.of(id.get(), envelope.get(), record.value(), trace).at(position));
  }

  /// The last header of that name, as text.
  public static Optional<String> text(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /// An envelope over its bound.
  public static final class EnvelopeTooLarge extends RuntimeException {
    EnvelopeTooLarge(int bytes) {
      super("envelope of " + bytes + " bytes, at most " + Envelope.MAX_BYTES);
    }
  }
}
