package io.signetmail.ingress.limit;

import io.signetmail.smtp.AddressRange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Memory for messages, in octets: so much in all, and a share of it for one client network, so
/// that no network can keep the others out. Thread-safe, fair.
///
/// A message that is the only one may be larger than all there is, and the only one of its network
/// larger than the share: a small process still makes progress, one large message at a time.
public final class MessageRoom {
  private final long limit;
  private final long share;
  private final List<AddressRange> exempt;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition released = lock.newCondition();
  private final Map<ClientNetwork, Long> networks = new HashMap<>();
  private long held;

  /// @param share of one client network
  /// @param exempt addresses that only the whole binds
  public MessageRoom(long limit, long share, List<AddressRange> exempt) {
    if (limit < 1 || share < 1) {
      throw new IllegalArgumentException("no room: " + limit + ", " + share + " for each network");
    }
    this.limit = limit;
    this.share = share;
    this.exempt = List.copyOf(exempt);
  }

  /// Takes `octets` more for a message that has `already`; the limit when there was no room in
  /// time.
  public Optional<Limit> take(InetAddress client, long octets, long already, Duration wait) {
    var network = ClientNetwork.of(client);
    boolean bound = exempt.stream().noneMatch(r -> r.contains(client));
    long nanos = wait.toNanos();
    lock.lock();
    try {
      while (true) {
        var obstacle = obstacle(network, bound, octets, already);
        if (obstacle.isEmpty()) {
          held += octets;
          networks.merge(network, octets, Long::sum);
          return obstacle;
        }
        if (nanos <= 0) {
          return obstacle;
        }
        nanos = released.awaitNanos(nanos);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of(Limit.BYTES_IN_FLIGHT);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Limit> obstacle(
      ClientNetwork network, boolean bound, long octets, long already) {
    if (isTooMuch(held, octets, already, limit)) {
      return Optional.of(Limit.BYTES_IN_FLIGHT);
    }
    return bound && isTooMuch(networks.getOrDefault(network, 0L), octets, already, share)
        ? Optional.of(Limit.BYTES_PER_NETWORK)
        : Optional.empty();
  }

  private static boolean isTooMuch(long held, long octets, long already, long limit) {
    boolean alone = held == already;
    return !alone && held + octets > limit;
  }

  /// Gives back what was taken for this client.
  public void give(InetAddress client, long octets) {
    lock.lock();
    try {
      var left =
          networks.computeIfPresent(
              ClientNetwork.of(client), (_, n) -> n == octets ? null : n - octets);
      if (octets > held || (left != null && left < 0)) {
        throw new IllegalStateException("gave back " + octets + " of " + held + " octets");
      }
      held -= octets;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Octets that are taken.
  public long held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }
}
