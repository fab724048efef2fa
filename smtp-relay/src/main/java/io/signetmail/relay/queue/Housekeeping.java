package io.signetmail.relay.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps our leases, takes over those of relays that died, forgets what is long done.
public final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final Queue queue;
  private final ClaimLimits limits;
  private final Duration keepFinished;
  private final InstantSource clock;
  private Instant recoverAfter;
  private Instant lastKept;

  /// @param keepFinished how long a message that is done is still known, so that reading it again
  ///   is harmless
  public Housekeeping(Queue queue, ClaimLimits limits, Duration keepFinished, InstantSource clock) {
    this.queue = queue;
    this.limits = limits;
    this.keepFinished = keepFinished;
    this.clock = clock;
    // We may have been started into the end of an outage.
    this.lastKept = clock.instant();
    this.recoverAfter = lastKept.plus(limits.lease());
  }

  /// Several times within a lease; one thread.
  ///
  /// Leases may have run out while nobody could renew them or write an outcome: after any trouble
  /// every relay gets a whole lease of time to do so before something is taken over.
  ///
  /// @param inFlight what this process is working on
  public void keepLeases(Collection<Claim> inFlight) {
    try {
      var _ = queue.renew(inFlight, limits.lease());
      var now = clock.instant();
      if (now.isAfter(lastKept.plus(limits.lease()))) {
        // The database, or this machine, stood still for so long.
        recoverAfter = now.plus(limits.lease());
      }
      lastKept = now;
      if (now.isAfter(recoverAfter)) {
        recover(now);
      }
    } catch (RuntimeException e) {
      recoverAfter = clock.instant().plus(limits.lease());
      throw e;
    }
  }

  private void recover(Instant now) {
    int recovered = 0;
    for (int some = queue.recoverExpired(now); some > 0; some = queue.recoverExpired(now)) {
      recovered += some;
    }
    if (recovered > 0) {
      LOG.warn("took over {} recipients whose relay let its lease run out", recovered);
    }
  }

  public void forget() {
    var before = clock.instant().minus(keepFinished);
    int forgotten = 0;
    for (int some = queue.forget(before); some > 0; some = queue.forget(before)) {
      forgotten += some;
    }
    if (forgotten > 0) {
      LOG.debug("forgot {} finished messages", forgotten);
    }
  }
}
