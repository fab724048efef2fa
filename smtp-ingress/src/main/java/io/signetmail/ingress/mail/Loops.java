package io.signetmail.ingress.mail;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.limit.LimitCounter;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.smtp.ReceivedField;

/// When a message has gone round often enough (RFC 5321 §6.3: a threshold, at least 100).
public record Loops(int maxReceived, LimitCounter limits) {

  /// True for a message that goes round in circles; counts it.
  boolean found(byte[] message, ListenerKind listener) {
    boolean looping = ReceivedField.count(message) > maxReceived;
    if (looping) {
      limits.reached(listener.label(), Limit.RECEIVED_FIELDS);
    }
    return looping;
  }
}
