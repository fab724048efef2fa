package io.signetmail.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/// The settings all services have in common, as far as this one needs them.
@ConfigMapping(prefix = "signet")
public interface SharedSettings {
  @WithName("kafka.bootstrap")
  @WithDefault("localhost:9092")
  String kafkaBootstrap();

  /// `host:port` each; empty for the system's.
  @WithName("dns.servers")
  Optional<List<String>> dnsServers();

  /// Where authoritative servers listen: 53 everywhere but in a trial zone.
  @WithName("dns.authority-port")
  @WithDefault("53")
  int dnsAuthorityPort();
}
