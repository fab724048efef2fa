package io.signetmail.auth.dns.dnsjava;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How [DnsJavaClient] asks and what it remembers.
///
/// - `servers`: recursive resolvers, asked in this order; none means the system's.
/// - `tryTimeout`: for one question to one server. `timeout`: for one question in all.
/// - `rounds`: how often the list of servers is gone through.
/// - `maxInFlight`: questions on the network at once; more wait for their turn.
/// - `cacheBytes`: about how much the cache may hold.
/// - `maxTtl`, `maxNegativeTtl`: TTLs longer than these are shortened (RFC 8767 §4, RFC 2308 §5).
/// - `failureTtl`: how long "we do not know" is remembered (RFC 2308 §7.1, RFC 9520 §3.2).
/// - `trustAuthenticData`: the AD bit of these servers may be believed: they validate, and the way
///   to them is safe (RFC 6840 §5.7).
public record DnsJavaSettings(
    List<InetSocketAddress> servers,
    Duration tryTimeout,
    Duration timeout,
    int rounds,
    int maxInFlight,
    long cacheBytes,
    Duration maxTtl,
    Duration maxNegativeTtl,
    Duration failureTtl,
    boolean trustAuthenticData) {

  public DnsJavaSettings {
    servers = List.copyOf(servers);
    if (tryTimeout.isNegative() || tryTimeout.isZero() || timeout.compareTo(tryTimeout) < 0) {
      throw new IllegalArgumentException(
          "timeouts must be positive, the whole at least one try: " + tryTimeout + ", " + timeout);
    }
    if (rounds < 1 || maxInFlight < 1 || cacheBytes < 0) {
      throw new IllegalArgumentException(
          "rounds " + rounds + ", in flight " + maxInFlight + ", cache " + cacheBytes);
    }
  }

  public static DnsJavaSettings defaults() {
    return new DnsJavaSettings(
        List.of(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(6),
        2,
        1_000,
        32L << 20,
        Duration.ofDays(1),
        Duration.ofHours(3),
        Duration.ofSeconds(5),
        false);
  }

  public DnsJavaSettings withServers(List<InetSocketAddress> value) {
    return new DnsJavaSettings(
        value,
        tryTimeout,
        timeout,
        rounds,
        maxInFlight,
        cacheBytes,
        maxTtl,
        maxNegativeTtl,
        failureTtl,
        trustAuthenticData);
  }

  public DnsJavaSettings withTimeouts(Duration oneTry, Duration whole) {
    return new DnsJavaSettings(
        servers,
        oneTry,
        whole,
        rounds,
        maxInFlight,
        cacheBytes,
        maxTtl,
        maxNegativeTtl,
        failureTtl,
        trustAuthenticData);
  }

  public DnsJavaSettings withCacheBytes(long value) {
    return new DnsJavaSettings(
        servers,
        tryTimeout,
        timeout,
        rounds,
        maxInFlight,
        value,
        maxTtl,
        maxNegativeTtl,
        failureTtl,
        trustAuthenticData);
  }

  public DnsJavaSettings withFailureTtl(Duration value) {
    return new DnsJavaSettings(
        servers,
        tryTimeout,
        timeout,
        rounds,
        maxInFlight,
        cacheBytes,
        maxTtl,
        maxNegativeTtl,
        value,
        trustAuthenticData);
  }

  public DnsJavaSettings withTrustAuthenticData(boolean value) {
    return new DnsJavaSettings(
        servers,
        tryTimeout,
        timeout,
        rounds,
        maxInFlight,
        cacheBytes,
        maxTtl,
        maxNegativeTtl,
        failureTtl,
        value);
  }
}
