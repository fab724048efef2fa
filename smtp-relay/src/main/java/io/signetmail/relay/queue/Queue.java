package io.signetmail.relay.queue;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The queue as the dispatcher sees it. Every method is one transaction and may throw when the
/// database is away; nothing is half done then.
public interface Queue {

  /// Takes at most `transactions` due claims of one direction, lane by lane in the order of their
  /// turns.
  Turn claim(Instant now, Stream stream, int transactions, ClaimLimits limits);

  /// What one look at the queue gave.
  ///
  /// @param more there are lanes whose turn has come that were not looked at
  record Turn(List<Claim> claims, boolean more) {
    public Turn {
      claims = List.copyOf(claims);
    }
  }

  /// Writes down what an attempt came to.
  Finished finish(Completion completion, Instant now);

  /// Where the body of a message is now; empty when the queue does not know the message.
  Optional<RecordPosition> bodyOf(MessageId id);

  /// Keeps these claims from being given to somebody else for another lease, by the clock of the
  /// database; asks it even when there are none, to see whether it is there.
  int renew(Collection<Claim> inFlight, Duration lease);

  /// Gives back what a dead relay held, at most as much as one transaction should; zero when there
  /// is nothing left. Leases end by the clock of the database.
  int recoverExpired(Instant now);

  /// Forgets messages closed before `before`, at most as many as one transaction should, and lanes
  /// without mail; zero when there is nothing left.
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
