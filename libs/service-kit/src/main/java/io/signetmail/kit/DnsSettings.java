package io.signetmail.kit;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which resolver this service asks.
@ConfigMapping(prefix = "signet.dns")
public interface DnsSettings {
  /// Resolvers as `address:port`, IPv6 in brackets; none means the system's.
  Optional<List<String>> servers();

  /// Longest wait for one answer, retries included.
  @WithDefault("6s")
  Duration timeout();

  /// Longest wait for one server before the next is asked.
  @WithDefault("2s")
  Duration tryTimeout();

  /// Memory for answers, positive and negative together.
  @WithDefault("32M")
  MemorySize cache();

  default List<InetSocketAddress> addresses() {
    return servers().orElse(List.of()).stream().map(DnsSettings::address).toList();
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("signet.dns.servers: '" + text + "' is not address:port");
    }
    var host = text.substring(0, colon).replace("[", "").replace("]", "");
    return new InetSocketAddress(
        InetAddress.ofLiteral(host), Integer.parseInt(text.substring(colon + 1)));
  }
}
