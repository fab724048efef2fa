package io.signetmail.ingress.session;

import java.time.Duration;

/// What a listener offers and how much it takes.
///
/// @param startTls a certificate is configured, so STARTTLS can be offered
/// @param maxErrors refused or unknown commands before 421
/// @param maxIdleCommands commands that move no mail (NOOP, RSET, …) between two messages before
///   421
/// @param memoryWait how long DATA waits for room in the byte budget before 452
/// @param copies of a message this process holds at worst, Kafka's included
public record SessionRules(
    ListenerKind kind,
    String hostname,
    boolean startTls,
    long maxMessageBytes,
    int maxRecipients,
    int maxErrors,
    int maxIdleCommands,
    int maxFailedLogins,
    Duration memoryWait,
    int copies) {

  /// Longest command line; AUTH responses need more than anything else (RFC 4954 §4).
  int maxLine() {
    return kind.submits() ? 12_288 : 4_096;
  }

  /// DSN is for submission only (design: MX would promise it for hops it does not know).
  boolean offersDsn() {
    return kind.submits();
  }
}
