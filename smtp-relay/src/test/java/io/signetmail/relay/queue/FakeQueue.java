package io.signetmail.relay.queue;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A queue that gives out what it was given, and counts.
public final class FakeQueue implements Queue {
  private static final int AT_ONCE = 1_000;

  private final Map<Stream, List<Claim>> due = new ConcurrentHashMap<>();
  public final Map<MessageId, RecordPosition> bodies = new ConcurrentHashMap<>();
  boolean away;
  int expired;
  int finished;
  int recoveries;

  @Override
  public synchronized Turn claim(Instant now, Stream stream, int transactions, ClaimLimits limits) {
    var waiting = due.computeIfAbsent(stream, _ -> new ArrayList<>());
    var next = waiting.subList(0, Math.min(transactions, waiting.size()));
    var taken = List.copyOf(next);
    next.clear();
    return new Turn(taken, false);
  }

  public synchronized void add(Claim claim) {
    due.computeIfAbsent(claim.lane().stream(), _ -> new ArrayList<>()).add(claim);
  }

  @Override
  public Finished finish(Completion completion, Instant now) {
    completion
        .movedTo()
        .ifPresent(position -> bodies.put(completion.claim().mail().id(), position));
    return Finished.STORED;
  }

  @Override
  public Optional<RecordPosition> bodyOf(MessageId id) {
    return Optional.ofNullable(bodies.get(id));
  }

  @Override
  public int renew(Collection<Claim> inFlight, Duration lease) {
    if (away) {
      throw new IllegalStateException("away");
    }
    return inFlight.size();
  }

  @Override
  public int recoverExpired(Instant now) {
    recoveries++;
    int some = Math.min(expired, AT_ONCE);
    expired -= some;
    return some;
  }

  @Override
  public int forget(Instant before) {
    int some = Math.min(finished, AT_ONCE);
    finished -= some;
    return some;
  }
}
