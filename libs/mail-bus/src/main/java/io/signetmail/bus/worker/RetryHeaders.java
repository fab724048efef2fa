package io.signetmail.bus.worker;

import io.signetmail.bus.kafka.MailRecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Headers of a record that waits, beside those of every mail record.
final class RetryHeaders {
  /// Tries that failed so far, a decimal number.
  static final String FAILURES = "retry-failures";

  /// When to try again, milliseconds since 1970.
  static final String NOT_BEFORE = "not-before";

  /// Eighteen digits fit into a long.
  private static final String NUMBER = "[0-9]{1,18}";

  private RetryHeaders() {}

  static void put(ProducerRecord<String, byte[]> record, int failures, Instant notBefore) {
    record
        .headers()
        .add(FAILURES, bytes(failures))
        .add(NOT_BEFORE, bytes(notBefore.toEpochMilli()));
  }

  /// Zero when it was not tried yet.
  static int failures(ConsumerRecord<String, byte[]> record) {
    return (int) Math.min(number(record, FAILURES), Integer.MAX_VALUE - 1);
  }

  /// Milliseconds since 1970; zero for at once.
  static long notBefore(ConsumerRecord<String, byte[]> record) {
    return number(record, NOT_BEFORE);
  }

  private static long number(ConsumerRecord<String, byte[]> record, String name) {
    return MailRecordCodec.text(record.headers(), name)
        .filter(text -> text.matches(NUMBER))
        .map(Long::parseLong)
        .orElse(0L);
  }

  private static byte[] bytes(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }
}
