package io.signetmail.relay.queue;

import io.signetmail.bus.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps our leases, takes over those of relays that died, forgets what is long done.
public final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final Queue queue;
  private final ClaimLimits limits;
  private final Duration keepFinished;
  private final InstantSource clock;
  private Instant recoverAfter = Instant.MIN;

  /// @param keepFinished how long a message that is done is still known, so that reading it again
  ///   is harmless
  public Housekeeping(Queue queue, ClaimLimits limits, Duration keepFinished, InstantSource clock) {
    this.queue = queue;
    this.limits = limits;
    this.keepFinished = keepFinished;
    this.clock = clock;
  }

  /// Several times within a lease.
  ///
  /// @param inFlight what this process is working on
  public void keepLeases(Set<MessageId> inFlight) {
    var now = clock.instant();
    try {
      var _ = queue.renew(limits.owner(), inFlight, now.plus(limits.lease()));
    } catch (RuntimeException e) {
      // Leases may have run out while nobody could renew them or write an outcome: after an outage
      // every
      // relay gets a whole lease of time to do so before anything is taken over.
      recoverAfter = now.plus(limits.lease());
      throw e;
    }
    if (now.isAfter(recoverAfter)) {
      var recovered = queue.recoverExpired(now);
      if (recovered > 0) {
        LOG.warn("took over {} recipients whose relay let its lease run out", recovered);
      }
    }
  }

  public void forget() {
    var forgotten = queue.forget(clock.instant().minus(keepFinished));
    if (forgotten > 0) {
      LOG.debug("forgot {} finished messages", forgotten);
    }
  }
}
