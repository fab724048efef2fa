package io.signetmail.relay.delivery;

import io.signetmail.bus.MailRecord;
import io.signetmail.bus.RecordPosition;

/// Reads one record of a mail topic by its offset.
public interface BodyReader {

  Found read(RecordPosition position) throws InterruptedException;

  /// What was there.
  sealed interface Found {
    record Mail(MailRecord mail) implements Found {}

    /// The record is not there and never will be again. It should not happen: nothing is deleted
    /// that a row needs.
    record Gone(String reason) implements Found {}

    /// Kafka cannot be asked now.
    record Unavailable(String reason) implements Found {}
  }
}
