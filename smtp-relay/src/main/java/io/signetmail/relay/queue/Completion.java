package io.signetmail.relay.queue;

import io.signetmail.bus.RecordPosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything one attempt writes down, in one transaction.
///
/// @param movedTo where the body was copied, when it was
/// @param consequences what has to leave through Kafka because of it
public record Completion(
    Claim claim,
    Map<String, Outcome> outcomes,
    Optional<RecordPosition> movedTo,
    Consequences consequences) {

  public Completion {
    outcomes = Map.copyOf(outcomes);
  }

  /// Says what to send, knowing which recipients were really written: what somebody else has taken
  /// over by now is for that one to announce.
  public interface Consequences {
    List<Outgoing> of(Set<String> written);
  }
}
