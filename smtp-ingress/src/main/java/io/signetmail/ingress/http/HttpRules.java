package io.signetmail.ingress.http;

import io.signetmail.smtp.AddressRange;
import java.time.Duration;
import java.util.List;

/// What is taken over HTTP, and from whom.
///
/// @param hostname ours, for the trace field
/// @param memoryWait how long a message waits for room in the byte budget
/// @param plaintextFrom clients whose requests may come without TLS
/// @param enabled false answers 404
public record HttpRules(
    boolean enabled,
    String hostname,
    long maxMessageBytes,
    int maxRecipients,
    Duration memoryWait,
    List<AddressRange> plaintextFrom) {
  /// Copies the list.
  public HttpRules {
    plaintextFrom = List.copyOf(plaintextFrom);
  }
}
