package io.signetmail.relay.queue;

import io.signetmail.bus.MessageId;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which waiting recipients a verb is about; all that is given must fit.
public record Selection(
    Optional<MessageId> message,
    Optional<String> recipient,
    Optional<String> tenant,
    Optional<String> destination) {

  /// Nothing given would mean everything, which nobody means.
  public boolean isEmpty() {
    return message.isEmpty() && recipient.isEmpty() && tenant.isEmpty() && destination.isEmpty();
  }

  /// For the audit.
  @Override
  public String toString() {
    return Stream.of(
            message.map(id -> "message=" + id),
            recipient.map(address -> "recipient=" + address),
            tenant.map(name -> "tenant=" + name),
            destination.map(domain -> "destination=" + domain))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" "));
  }
}
