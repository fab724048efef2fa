package io.signetmail.smtp.client;

import io.signetmail.smtp.Reply;

/// How asking about a recipient ended.
public sealed interface Probe {
  /// What the server said to RCPT.
  record Answered(Reply reply) implements Probe {}

  /// It did not come to that.
  record NotAsked(String reason) implements Probe {}
}
