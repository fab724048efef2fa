package io.signetmail.smtp.client;

import io.signetmail.smtp.Reply;

/// What became of one recipient.
public sealed interface Outcome {

  /// 2xx after the data: the next hop has taken responsibility.
  record Accepted(Reply reply) implements Outcome {}

  /// 4xx: try again later.
  record Deferred(Reply reply) implements Outcome {}

  /// 5xx, or the hop lacks what this message needs; trying again is pointless.
  record Rejected(Reply reply) implements Outcome {}

  /// The connection was lost before the end of the data was sent: surely not delivered, try again.
  record Broken(String reason) implements Outcome {}

  /// The connection was lost after it: may or may not be delivered (RFC 1047).
  record InDoubt(String reason) implements Outcome {}

  /// Sorts a final reply: 2yz, 4yz or 5yz.
  ///
  /// @throws IllegalArgumentException for 3yz, which ends nothing
  static Outcome of(Reply reply) {
    if (reply.positive()) {
      return new Accepted(reply);
    }
    if (reply.transientFailure()) {
      return new Deferred(reply);
    }
    if (reply.permanentFailure()) {
      return new Rejected(reply);
    }
    throw new IllegalArgumentException("not a final reply: " + reply);
  }
}
