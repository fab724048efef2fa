package io.signetmail.relay.queue;

import io.signetmail.smtp.DsnRequest;

/// One recipient with what its sender asked to be told.
///
/// @param address forward path without angle brackets
/// @param attempts attempts that failed so far
public record QueuedRecipient(String address, DsnRequest dsn, int attempts) {

  public static QueuedRecipient of(String address) {
    return new QueuedRecipient(address, DsnRequest.NONE, 0);
  }
}
