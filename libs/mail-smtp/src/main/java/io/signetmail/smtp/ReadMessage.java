package io.signetmail.smtp;

/// How reading a message ended.
public sealed interface ReadMessage {

  /// All of it is here and well-formed as far as lines go.
  record Complete(MessageContent content) implements ReadMessage {}

  /// It was read to its true end and dropped. `close` when the peer is not to be trusted with
  /// another command.
  record Refused(Reply reply, boolean close) implements ReadMessage {}

  /// The connection ended first; nobody is there to be answered.
  record Cut() implements ReadMessage {}
}
