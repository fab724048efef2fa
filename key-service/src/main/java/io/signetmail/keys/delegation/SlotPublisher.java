package io.signetmail.keys.delegation;

import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.StoreTransaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Makes our zone say what the database says: the record of a slot's key as long as it is pending,
/// published, active or retiring, and none otherwise.
@Singleton
public final class SlotPublisher {
  private static final Logger LOG = Logger.getLogger(SlotPublisher.class);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final KeyStore store;
  private final DelegationZone zone;
  private final InstantSource clock;

  public SlotPublisher(KeyStore store, DelegationZone zone, InstantSource clock) {
    this.store = store;
    this.zone = zone;
    this.clock = clock;
  }

  /// Corrects one slot; false when none is wrong.
  ///
  /// The update is sent inside the transaction, which no other change waits for: the row's lock
  /// keeps a slower instance from overwriting what a faster one published. A crash in between
  /// leaves the row as it was, and the update, which can be repeated, is sent again.
  public boolean publishOne() {
    return zone.updates().isPresent()
        && store.change(List.of(), transaction -> publishOne(transaction, zone.updates().get()));
  }

  private boolean publishOne(StoreTransaction transaction, ZoneUpdates updates) {
    var now = clock.instant();
    var stale = transaction.delegations().lockStale(now);
    stale.ifPresent(slot -> {
      try {
        var published = publish(transaction, slot, updates);
        transaction.delegations().published(slot, published);
      } catch (ZoneUpdates.UpdateFailed failed) {
        LOG.warnf("slot %s.%s: %s", slot.selector(), slot.label(), failed.reason());
        transaction.delegations().failed(slot, failed.reason(), now.plus(RETRY));
      }
    });
    return stale.isPresent();
  }

  /// What is in the zone afterwards.
  private static Optional<String> publish(
      StoreTransaction transaction, SlotRecord slot, ZoneUpdates updates)
      throws ZoneUpdates.UpdateFailed {
    var key =
        transaction
            .delegations()
            .owner(slot.label())
            .flatMap(domain -> transaction.keys().find(new SigningKey.Id(domain, slot.selector())))
            .filter(SlotPublisher::isPublic);
    var name = slot.selector() + "." + slot.label() + "." + updates.zone();
    if (key.isPresent()) {
      updates.put(name, key.get().record().strings());
    } else {
      updates.remove(name);
    }
    return key.map(SigningKey::publicValue);
  }

  private static boolean isPublic(SigningKey key) {
    return key.user().isEmpty()
        && switch (key.state()) {
          case PENDING, PUBLISHED, ACTIVE, RETIRING -> true;
          case RETIRED, DESTROYED -> false;
        };
  }
}
