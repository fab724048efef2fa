package io.signetmail.ingress.limit;

import io.signetmail.smtp.AddressRange;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// How often one client network may do something within a minute. Thread-safe, bounded.
public final class NetworkRate {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int NETWORKS = 50_000;

  private final int perMinute;
  private final List<AddressRange> exempt;
  private final WindowCounts counts;

  /// Allows `perMinute`, and any number to the addresses in `exempt`.
  public NetworkRate(int perMinute, List<AddressRange> exempt, InstantSource clock) {
    this.perMinute = perMinute;
    this.exempt = List.copyOf(exempt);
    this.counts = new WindowCounts(WINDOW, NETWORKS, clock);
  }

  /// Never says no.
  public static NetworkRate unlimited() {
    return new NetworkRate(Integer.MAX_VALUE, List.of(), InstantSource.system());
  }

  /// Counts one more; false when that is too many.
  public boolean allows(InetAddress address) {
    return exempt.stream().anyMatch(r -> r.contains(address))
        || counts.add(ClientNetwork.of(address).key()) <= perMinute;
  }
}
