package io.signetmail.relay.queue;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The queue as the dispatcher sees it. Every method is one transaction and may throw when the
/// database is away; nothing is half done then.
public interface Queue {

  /// Takes at most `transactions` due claims, lane by lane in the order of their turns.
  List<Claim> claim(Instant now, int transactions, ClaimLimits limits);

  /// Writes down what an attempt came to.
  Finished finish(Completion completion, Instant now, String owner);

  /// Where the body of a message is now; empty when the queue does not know the message.
  Optional<RecordPosition> bodyOf(MessageId id);

  /// Keeps the messages `owner` is working on from being given to somebody else.
  int renew(String owner, Set<MessageId> inFlight, Instant until);

  /// Gives back what a dead relay held.
  int recoverExpired(Instant now);

  /// Forgets messages closed before `before`, and lanes without mail.
  int forget(Instant before);

  /// What {@link #finish} found.
  enum Finished {
    STORED,
    /// The lease had been lost: somebody else may have tried too.
    STORED_LATE,
    /// The copy of the body was trimmed before the row could point at it: copy again.
    COPY_TRIMMED
  }
}
