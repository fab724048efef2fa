package io.signetmail.bus.worker;

import io.signetmail.bus.MailRecord;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What one round of reading brought, in the order of each partition.
///
/// @param mails readable mail records (for a stored mode over mail topics)
/// @param others every record of an event topic, and the unreadable ones of a mail topic
public record StoredBatch(List<MailRecord> mails, List<Other> others) {
  public StoredBatch {
    mails = List.copyOf(mails);
    others = List.copyOf(others);
  }

  /// A record that is not a mail.
  ///
  /// @param reason why a record of a mail topic is unreadable; empty for a record of an event topic
  public record Other(ConsumerRecord<String, byte[]> record, String reason) {}
}
