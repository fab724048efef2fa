package io.signetmail.relay.bounce;

import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.smtp.EnhancedCode;
import java.util.Optional;

/// A recipient that will not get the message, and why.
///
/// @param diagnostic the reply of the next hop, or what stood in the way
/// @param expired it was deferred until the message was too old
public record FailedRecipient(QueuedRecipient recipient, String diagnostic, boolean expired) {
  private static final String OTHER = "5.0.0"; // RFC 3463 §3.1, other undefined status
  private static final String TIME_EXPIRED = "5.4.7"; // RFC 3463 §3.5, delivery time expired

  /// The enhanced status code in the diagnostic, else one that says nothing (RFC 3464 §2.3.4).
  String status() {
    if (expired) {
      return TIME_EXPIRED;
    }
    var words = diagnostic.split(" ", 3);
    return words.length < 2
        ? OTHER
        : EnhancedCode.parse(words[1])
            .filter(code -> code.category() == 5)
            .map(EnhancedCode::toString)
            .orElse(OTHER);
  }

  /// Whether a server said it, so that it is an `smtp` diagnostic (RFC 3464 §2.3.6).
  boolean isReply() {
    return diagnostic.matches("[245][0-9][0-9] .*");
  }

  Optional<String> originalRecipient() {
    return recipient.dsn().originalRecipient();
  }
}
