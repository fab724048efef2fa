package io.signetmail.ingress.recipient;

import io.signetmail.smtp.EnhancedCode;

/// What is known about a recipient.
public sealed interface Presence {
  /// Mail for it can be delivered.
  record Known() implements Presence {}

  /// It cannot, for good; the code says why (RFC 3463 §3.2, §3.3).
  record Unknown(EnhancedCode why) implements Presence {
    /// RFC 3463 §3.2: no such mailbox.
    public static final Unknown NO_SUCH_MAILBOX = new Unknown(EnhancedCode.of("5.1.1"));
  }

  /// Nobody could say.
  record Unreachable(String reason) implements Presence {}

  /// The value of the metric's tag.
  default String label() {
    return switch (this) {
      case Known _ -> "known";
      case Unknown _ -> "unknown";
      case Unreachable _ -> "unreachable";
    };
  }
}
