package io.signetmail.reports.api;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// How many unknown tokens an address may try in a while, so that guessing here costs key-service
/// nothing. Counted for this process and the newest {@value #MOST} addresses; any thread.
final class FailureLimit {
  /// A person with an old token tries a few times; a script that has one tries for ever.
  static final int PER_WINDOW = 20;

  static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int MOST = 10_000;
  private static final int IPV6_NETWORK_BYTES = 8;

  private final InstantSource clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST;
        }
      };

  private record Failures(int count, Instant since) {}

  FailureLimit(InstantSource clock) {
    this.clock = clock;
  }

  /// Counts one try of this address; false when it had its share.
  synchronized boolean mayTry(String address) {
    var now = clock.instant();
    var network = network(address);
    var before = failures.get(network);
    if (before == null || !now.isBefore(before.since().plus(WINDOW))) {
      failures.put(network, new Failures(1, now));
      return true;
    }
    if (before.count() >= PER_WINDOW) {
      return false;
    }
    failures.put(network, new Failures(before.count() + 1, before.since()));
    return true;
  }

  /// The try was none: the token is good.
  synchronized void forgive(String address) {
    failures.computeIfPresent(
        network(address), (_, before) -> new Failures(before.count() - 1, before.since()));
  }

  /// A host has a whole /64 of IPv6 addresses to call from.
  private static String network(String address) {
    try {
      var bytes = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of()
          .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, IPV6_NETWORK_BYTES)));
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
