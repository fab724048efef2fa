package io.signetmail.ingress.http;

import io.signetmail.bus.MessageId;

/// How a request ended.
sealed interface Answer {

  /// 202: the message is safe.
  record Accepted(MessageId id) implements Answer {}

  /// Anything else.
  record No(Problem problem) implements Answer {}
}
