package io.signetmail.ingress.limit;

import io.signetmail.smtp.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/// Places of one listener: so many in all, so many for one client network, and so many new ones of
/// it in a minute. Thread-safe.
public final class Admission {
  private final Semaphore places;
  private final int perNetwork;
  private final List<AddressRange> exempt;
  private final NetworkRate rate;
  private final ConcurrentMap<ClientNetwork, Integer> open = new ConcurrentHashMap<>();

  /// @param exempt addresses that only the number of all places binds
  public Admission(int connections, int perNetwork, NetworkRate rate, List<AddressRange> exempt) {
    this.places = new Semaphore(connections);
    this.perNetwork = perNetwork;
    this.exempt = List.copyOf(exempt);
    this.rate = rate;
  }

  /// A place, before it is known who comes; false when none is left.
  public boolean takePlace() {
    return places.tryAcquire();
  }

  /// Gives the place back.
  public void givePlace() {
    places.release();
  }

  /// A client comes in; the limit when it may not. Whoever came in must {@link #leave}.
  public Optional<Limit> enter(InetAddress address) {
    if (isExempt(address)) {
      return Optional.empty();
    }
    if (!rate.allows(address)) {
      return Optional.of(Limit.NEW_CONNECTIONS_PER_NETWORK);
    }
    if (open.merge(ClientNetwork.of(address), 1, Integer::sum) > perNetwork) {
      leave(address);
      return Optional.of(Limit.CONNECTIONS_PER_NETWORK);
    }
    return Optional.empty();
  }

  /// A client that came in goes.
  public void leave(InetAddress address) {
    if (!isExempt(address)) {
      open.computeIfPresent(ClientNetwork.of(address), (_, n) -> n == 1 ? null : n - 1);
    }
  }

  private boolean isExempt(InetAddress address) {
    return exempt.stream().anyMatch(r -> r.contains(address));
  }
}
